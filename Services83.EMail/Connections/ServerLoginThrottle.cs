using Services83.EMail.Background;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections;

/// <summary>
/// Counts refused logins at mail servers, so that nobody guesses passwords through this service: per associate, host and user name,
/// and per associate and host alone. All connectors log in through it: a guess may come in an account that is saved and then tested or
/// synced just as well as in a call that names a server.
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
    private readonly KeyedGate<string> _attempts = new(AtATime);

    /// <summary>Makes an attempt, unless too many failed before.</summary>
    /// <param name="associateId">Who asks for it, or whose account it is.</param>
    /// <param name="host">The server, in its canonical form.</param>
    /// <param name="userName">Login name there.</param>
    /// <param name="attempt">Logs in.</param>
    /// <param name="isRefusal">Whether an error of the attempt means that the server refused the credentials.</param>
    /// <param name="cancellationToken">Gives up waiting for a turn.</param>
    /// <exception cref="ThrottledException">There were too many failures; the server was not asked.</exception>
    public async Task<T> TryAsync<T>(
        int associateId, string host, string userName, Func<Task<T>> attempt, Func<Exception, bool> isRefusal, CancellationToken cancellationToken)
    {
        var hostKey = $"{associateId} {host}";
        using var turn = await _attempts.EnterAsync(hostKey, cancellationToken);
        return await TryInTurnAsync(hostKey, host, userName, attempt, isRefusal);
    }

    private async Task<T> TryInTurnAsync<T>(
        string hostKey, string host, string userName, Func<Task<T>> attempt, Func<Exception, bool> isRefusal)
    {
        var userKey = $"{hostKey} {NameKey.Of(userName)}";
        if (_failures.CountOf(userKey) >= MaxPerUser || _failures.CountOf(hostKey) >= MaxPerHost)
        {
            throw new ThrottledException(
                $"Mail server {host} refused the login too often. Wait {FailureCounters.Window.TotalMinutes:0} minutes.")
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
}
