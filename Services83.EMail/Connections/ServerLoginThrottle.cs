using Services83.EMail.Background;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections;

/// <summary>
/// Counts refused logins at mail servers, so that nobody can guess passwords through this service: per associate, host and user name, and
/// per associate and host alone. All connectors log in through it, because a guess may come in a call that names a server, or in an account
/// that is saved and then tested or synced.
/// </summary>
public sealed class ServerLoginThrottle(TimeProvider time, ISignals signals)
{
    /// <summary>Refusals of one user name after which no further attempt is made.</summary>
    public const int MaxPerUser = 5;

    /// <summary>Refusals at one host, for all user names together, after which no further attempt is made. A success does not reset this
    /// counter.</summary>
    public const int MaxPerHost = 50;

    /// <summary>Simultaneous attempts of an associate at a host, so that a burst of guesses is stopped before most of them are
    /// tried.</summary>
    public const int AtATime = 4;

    private readonly SharedFailures _failures = new("mail-logins", time, signals);
    private readonly KeyedGate<string> _attempts = new(AtATime);

    /// <summary>Makes an attempt, unless too many failed before.</summary>
    /// <param name="associateId">The associate that the call is for, or who owns the account.</param>
    /// <param name="host">The server, in its canonical form.</param>
    /// <param name="userName">The login name.</param>
    /// <param name="attempt">Logs in.</param>
    /// <param name="isRefusal">Whether an error of the attempt means that the server refused the credentials.</param>
    /// <param name="cancellationToken">Stops waiting for a turn.</param>
    /// <exception cref="ThrottledException">There were too many failures; no login was sent.</exception>
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
