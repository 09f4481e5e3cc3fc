using System.Net;
using System.Net.Sockets;
using Services83.EMail.Storage;

namespace Services83.EMail.Identity;

/// <summary>
/// Counts failed logins, per user name together with the remote address and per address alone, and says when there were too many.
/// Not per user name alone: that would let a stranger lock a user out from afar.
/// </summary>
/// <remarks>In memory: a restart forgives, which an attacker cannot cause.</remarks>
public sealed class LoginThrottle(TimeProvider time)
{
    /// <summary>Failures of one user name from one address before the next attempt is refused.</summary>
    public const int MaxPerUser = 5;

    /// <summary>Failures from one address, whatever the user names, before the next attempt is refused.</summary>
    public const int MaxPerAddress = 50;

    /// <summary>How long failures are remembered, from the first one on.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private const int Capacity = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Failures, DateTimeOffset Ends)> _counters = new(StringComparer.Ordinal);

    public bool IsBlocked(string userName, IPAddress? address)
    {
        lock (_lock)
        {
            return FailuresOf(UserKey(userName, address)) >= MaxPerUser || FailuresOf(AddressKey(address)) >= MaxPerAddress;
        }
    }

    public void Failed(string userName, IPAddress? address)
    {
        lock (_lock)
        {
            Count(UserKey(userName, address));
            Count(AddressKey(address));
        }
    }

    public void Succeeded(string userName, IPAddress? address)
    {
        lock (_lock)
        {
            _counters.Remove(UserKey(userName, address));
        }
    }

    /// <summary>Of IPv6 the first 64 bits: one customer usually owns all addresses below them.</summary>
    private static string AddressKey(IPAddress? address)
    {
        address = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return address is { AddressFamily: AddressFamily.InterNetworkV6 }
            ? Convert.ToHexString(address.GetAddressBytes(), 0, 8)
            : address?.ToString() ?? "";
    }

    private static string UserKey(string userName, IPAddress? address) => $"{AddressKey(address)} {NameKey.Of(userName)}";

    private int FailuresOf(string key) =>
        _counters.TryGetValue(key, out var counter) && counter.Ends > time.GetUtcNow() ? counter.Failures : 0;

    private void Count(string key)
    {
        var now = time.GetUtcNow();
        if (_counters.TryGetValue(key, out var counter) && counter.Ends > now)
        {
            _counters[key] = counter with { Failures = counter.Failures + 1 };
            return;
        }

        if (_counters.Count >= Capacity)
        {
            MakeRoom(now);
        }

        _counters[key] = (1, now + Window);
    }

    /// <summary>Forgets what has run out; when that is not enough, the older half.</summary>
    private void MakeRoom(DateTimeOffset now)
    {
        var byAge = _counters.OrderBy(entry => entry.Value.Ends).ToArray();
        var expired = byAge.TakeWhile(entry => entry.Value.Ends <= now).Count();
        foreach (var (key, _) in byAge.Take(Math.Max(expired, Capacity / 2)))
        {
            _counters.Remove(key);
        }
    }
}
