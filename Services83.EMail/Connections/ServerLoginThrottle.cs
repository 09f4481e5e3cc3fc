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

    private readonly FailureCounters _failures = new(time);

    /// <summary>Makes an attempt, unless too many failed before.</summary>
    /// <param name="associateId">Who asks for it.</param>
    /// <param name="login">What is tried.</param>
    /// <param name="attempt">Logs in.</param>
    /// <param name="isRefusal">Whether an error of the attempt means that the server refused the credentials.</param>
    /// <exception cref="ThrottledException">There were too many failures; the server was not asked.</exception>
    public async Task<T> TryAsync<T>(int associateId, ServerLogin login, Func<Task<T>> attempt, Func<Exception, bool> isRefusal)
    {
        var hostKey = $"{associateId} {login.Endpoint.Host}";
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
}
