using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Services83.EMail.Identity;

/// <summary>
/// Counts the calls of each associate in this process, and refuses those beyond <see cref="IdentityOptions.MaxCallsPerMinute"/> until the minute
/// that began with the first of them is over. An associate may have a limit of its own. System users without one are not counted: they are the
/// administrator's own programs.
/// </summary>
/// <remarks>In memory, with one counter for each associate who has called since the start.</remarks>
public sealed partial class CallPace(IOptions<IdentityOptions> options, TimeProvider time, ILogger<CallPace> logger)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<int, Counter> _counters = [];

    /// <exception cref="ThrottledException">The associate has called too often.</exception>
    public void Count(StoredAssociate associate)
    {
        var most = associate.MaxCallsPerMinute ?? (associate.UserType == UserType.SystemAssociate ? 0 : options.Value.MaxCallsPerMinute);
        if (most == 0)
        {
            return;
        }

        var (calls, left) = _counters.GetOrAdd(associate.AssociateId, _ => new Counter(time)).Next();
        if (calls <= most)
        {
            return;
        }

        if (calls == most + 1)
        {
            LogTooMany(associate.LoginName, most);
        }

        throw new ThrottledException($"This user has called {most} times within a minute. This installation allows no more ({(associate.MaxCallsPerMinute is null ? "Identity:MaxCallsPerMinute" : "the user's own limit")}).")
        {
            RetryAfter = left,
        };
    }

    [LoggerMessage(1004, LogLevel.Warning, "{LoginName} has called {Most} times within a minute; further calls are refused until it is over")]
    private partial void LogTooMany(string loginName, int most);

    private sealed class Counter(TimeProvider time)
    {
        private readonly Lock _lock = new();
        private long _since = time.GetTimestamp();
        private int _calls;

        /// <summary>Counts a call.</summary>
        /// <returns>The calls in the current minute, and what is left of it.</returns>
        public (int Calls, TimeSpan Left) Next()
        {
            lock (_lock)
            {
                var elapsed = time.GetElapsedTime(_since);
                if (elapsed >= Window)
                {
                    (_since, _calls, elapsed) = (time.GetTimestamp(), 0, TimeSpan.Zero);
                }

                // It stays at the highest number that means anything.
                _calls = Math.Min(_calls + 1, int.MaxValue - 1);
                return (_calls, Window - elapsed);
            }
        }
    }
}
