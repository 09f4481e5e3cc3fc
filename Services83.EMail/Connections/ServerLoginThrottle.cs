using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections;

/// <summary>
/// Counts refused logins at servers that callers name, so that nobody guesses passwords through this service: per associate, host and
/// user name, and per associate and host alone.
/// </summary>
public sealed class ServerLoginThrottle(TimeProvider time)
{
    /// <summary>Refusals of one user name before the next attempt is not made.</summary>
    public const int MaxPerUser = 5;

    /// <summary>Refusals at one host, whatever the user names, before the next attempt is not made. A success does not forgive these.</summary>
    public const int MaxPerHost = 50;

    /// <summary>Attempts of an associate at a host at a time, so that a burst of guesses is noticed before most of it has been tried.</summary>
    public const int AtATime = 4;

    private readonly FailureCounters _failures = new(time);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Gate> _gates = new(StringComparer.Ordinal);

    /// <summary>Makes an attempt, unless too many failed before.</summary>
    /// <param name="associateId">Who asks for it.</param>
    /// <param name="login">What is tried.</param>
    /// <param name="attempt">Logs in.</param>
    /// <param name="isRefusal">Whether an error of the attempt means that the server refused the credentials.</param>
    /// <param name="cancellationToken">Gives up waiting for a turn.</param>
    /// <exception cref="ThrottledException">There were too many failures; the server was not asked.</exception>
    public async Task<T> TryAsync<T>(
        int associateId, ServerLogin login, Func<Task<T>> attempt, Func<Exception, bool> isRefusal, CancellationToken cancellationToken)
    {
        var hostKey = $"{associateId} {login.Endpoint.Host}";
        var gate = Enter(hostKey);
        try
        {
            await gate.Turns.WaitAsync(cancellationToken);
            try
            {
                return await TryInTurnAsync(hostKey, login, attempt, isRefusal);
            }
            finally
            {
                gate.Turns.Release();
            }
        }
        finally
        {
            Leave(hostKey, gate);
        }
    }

    private async Task<T> TryInTurnAsync<T>(string hostKey, ServerLogin login, Func<Task<T>> attempt, Func<Exception, bool> isRefusal)
    {
        var userKey = $"{hostKey} {NameKey.Of(login.UserName)}";
        if (_failures.CountOf(userKey) >= MaxPerUser || _failures.CountOf(hostKey) >= MaxPerHost)
        {
            throw new ThrottledException(
                $"Mail server {login.Endpoint.Host} refused the login too often. Wait {FailureCounters.Window.TotalMinutes:0} minutes.")
            {
                RetryAfter = FailureCounters.Window,
            };
        }

        try
        {
            var result = await attempt();
            _failures.Forget(userKey);
            return result;
        }
        catch (Exception exception) when (isRefusal(exception))
        {
            _failures.Add(userKey, hostKey);
            throw;
        }
    }

    private Gate Enter(string hostKey)
    {
        lock (_lock)
        {
            if (!_gates.TryGetValue(hostKey, out var gate))
            {
                _gates.Add(hostKey, gate = new Gate());
            }

            gate.Users++;
            return gate;
        }
    }

    private void Leave(string hostKey, Gate gate)
    {
        lock (_lock)
        {
            if (--gate.Users == 0)
            {
                _gates.Remove(hostKey);
            }
        }
    }

    private sealed class Gate
    {
        public SemaphoreSlim Turns { get; } = new(AtATime);

        /// <summary>Attempts that are made or wait.</summary>
        public int Users { get; set; }
    }
}
