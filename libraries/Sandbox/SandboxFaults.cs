namespace Services83.EMail.Sandbox;

/// <summary>
/// The script of a sandbox server: rules that make it fail in ways that a real server cannot be made to. Rules may be added while the
/// server runs, best while no client is connected, because a rule applies before its chain of calls is complete; occurrences are counted
/// from then on. All rules that match a command are applied, in the order of adding.
/// </summary>
public sealed class SandboxFaults
{
    /// <summary>Matches every command.</summary>
    public const string AnyCommand = "*";

    /// <summary>The moment before the greeting is sent.</summary>
    public const string Greeting = "GREETING";

    /// <summary>Before the TLS handshake, with or without STARTTLS.</summary>
    public const string TlsHandshake = "TLS HANDSHAKE";

    /// <summary>When a password is checked, with LOGIN or AUTHENTICATE. <see cref="SandboxFault.For"/> works here.</summary>
    public const string Authentication = "AUTHENTICATION";

    private readonly Lock _gate = new();
    private readonly List<SandboxFault> _rules = [];

    /// <summary>A rule for one occurrence of a command.</summary>
    /// <param name="command">Kind such as <c>UID FETCH</c>, or one of the constants.</param>
    /// <param name="nth">Which occurrence from now, from 1.</param>
    public SandboxFault On(string command, int nth = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nth, 1);
        return Add(new SandboxFault(command, nth));
    }

    /// <summary>A rule for every occurrence of a command, until it is removed.</summary>
    public SandboxFault OnEvery(string command) => Add(new SandboxFault(command, null));

    /// <summary>A rule that is complete before it applies, for a server that has clients.</summary>
    /// <param name="nth">Which occurrence from now, from 1; null for every one.</param>
    public SandboxFault Add(string command, int? nth, Action<SandboxFault> script)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nth ?? 1, 1, nameof(nth));
        var rule = new SandboxFault(command, nth);
        script(rule);
        return Add(rule);
    }

    /// <summary>Refuses every password from now on, of all users or of one.</summary>
    public SandboxFault RefuseLogin(string? user = null)
    {
        var rule = OnEvery(Authentication).ReplyNo("[AUTHENTICATIONFAILED] Authentication failed.");
        return user is null ? rule : rule.For(user);
    }

    /// <summary>Removes a rule from the script.</summary>
    public void Remove(SandboxFault rule)
    {
        lock (_gate)
        {
            _rules.Remove(rule);
        }
    }

    /// <summary>Removes all faults; the server works normally from now on.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
        }
    }

    internal static bool IsMoment(string command) => command is Greeting or TlsHandshake or Authentication;

    internal IReadOnlyList<SandboxFault> Striking(string command, string? user, string line)
    {
        lock (_gate)
        {
            return [.. _rules.Where(rule => rule.Strikes(command, user, line))];
        }
    }

    private SandboxFault Add(SandboxFault rule)
    {
        lock (_gate)
        {
            _rules.Add(rule);
        }

        return rule;
    }
}
