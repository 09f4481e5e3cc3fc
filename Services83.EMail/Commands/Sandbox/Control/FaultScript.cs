using Services83.EMail.Sandbox;

namespace Services83.EMail.Commands.Sandbox.Control;

/// <summary>The faults that testers have added, with numbers. Safe to use from any thread.</summary>
internal sealed class FaultScript(MailServers mail)
{
    private const int MaxFaults = 1000;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, (FaultRequest Request, SandboxFaults Faults, SandboxFault Rule)> _rules = [];
    private int _lastId;

    /// <summary>Each fault, and how often it has struck.</summary>
    public IReadOnlyList<object> List()
    {
        lock (_gate)
        {
            return [.. _rules.Select(rule => Describe(rule.Key, rule.Value.Request, rule.Value.Rule))];
        }
    }

    /// <exception cref="ControlException">A value is missing or wrong, or there are too many faults.</exception>
    public object Add(FaultRequest request)
    {
        request.Check();
        lock (_gate)
        {
            if (_rules.Count == MaxFaults)
            {
                throw ControlException.Wrong($"There are {MaxFaults} faults; delete some.");
            }

            var faults = mail.FaultsOf(request.Server);
            var rule = faults.Add(request.On!, request.Nth, request.Write);
            _rules.Add(++_lastId, (request, faults, rule));
            return Describe(_lastId, request, rule);
        }
    }

    /// <exception cref="ControlException">There is none with this number.</exception>
    public void Remove(int id)
    {
        lock (_gate)
        {
            if (!_rules.Remove(id, out var removed))
            {
                throw ControlException.Missing($"There is no fault {id}.");
            }

            removed.Faults.Remove(removed.Rule);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            foreach (var (_, faults, rule) in _rules.Values)
            {
                faults.Remove(rule);
            }

            _rules.Clear();
            _lastId = 0;
        }
    }

    private static object Describe(int id, FaultRequest fault, SandboxFault rule) => new { Id = id, Fault = fault, rule.Hits };
}
