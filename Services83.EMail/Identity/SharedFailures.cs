using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Services83.EMail.Storage;

namespace Services83.EMail.Identity;

/// <summary>
/// Failure counters that the processes on one database have in common: each tells the others what it counts. A message may get lost; then the
/// others count one failure less. Messages hold hashes, so no process sees a name in them that it does not know.
/// </summary>
public sealed class SharedFailures
{
    private readonly FailureCounters _counters;
    private readonly INode _node;
    private readonly ISignals _signals;
    private readonly string _topic;

    /// <param name="name">What is counted; the same in every process.</param>
    /// <param name="time">The clock.</param>
    /// <param name="node">This process.</param>
    /// <param name="signals">The way to the others.</param>
    public SharedFailures(string name, TimeProvider time, INode node, ISignals signals)
    {
        (_counters, _node, _signals, _topic) = (new FailureCounters(time), node, signals, $"{name} ");
        if (node.IsShared)
        {
            signals.Listen(Hear);
        }
    }

    public int CountOf(string key) => _counters.CountOf(HashOf(key));

    /// <summary>Counts a failure under each of the keys.</summary>
    public void Add(params ReadOnlySpan<string> keys)
    {
        var hashes = new string[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            hashes[i] = HashOf(keys[i]);
        }

        _counters.Add(hashes);
        Tell('+', hashes);
    }

    public void Forget(string key)
    {
        var hash = HashOf(key);
        if (_counters.CountOf(hash) > 0)
        {
            _counters.Forget(hash);
            Tell('-', hash);
        }
    }

    private static string HashOf(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)), 0, 16);

    /// <summary>Nobody waits for it: a failure to send is ignored.</summary>
    private void Tell(char what, params string[] hashes)
    {
        if (_node.IsShared)
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"{_topic}{_node.Id} {what} {string.Join(' ', hashes)}");
            _ = Task.Run(() => _signals.SendAsync(message, CancellationToken.None));
        }
    }

    private void Hear(string message)
    {
        if (!message.StartsWith(_topic, StringComparison.Ordinal)
            || message[_topic.Length..].Split(' ') is not [var sender, var what, .. var hashes]
            || sender == _node.Id.ToString(CultureInfo.InvariantCulture))
        {
            return;
        }

        foreach (var hash in hashes)
        {
            if (what == "+")
            {
                _counters.Add(hash);
            }
            else
            {
                _counters.Forget(hash);
            }
        }
    }
}
