using System.Net;
using System.Net.Sockets;
using Services83.EMail.Storage;

namespace Services83.EMail.Identity;

/// <summary>
/// Counts failed logins, per user name together with the remote address and per address alone, and says when there were too many. It does
/// not count per user name alone: otherwise anybody could lock a user out from elsewhere.
/// </summary>
public sealed class LoginThrottle(TimeProvider time, ISignals signals)
{
    /// <summary>Failures of one user name from one address after which the next attempt is refused.</summary>
    public const int MaxPerUser = 5;

    /// <summary>Failures from one address, for all user names together, after which the next attempt is refused.</summary>
    public const int MaxPerAddress = 50;

    /// <summary>How long failures count, from the first one on.</summary>
    public static readonly TimeSpan Window = FailureCounters.Window;

    private readonly SharedFailures _failures = new("logins", time, signals);

    public bool IsBlocked(string userName, IPAddress? address) =>
        _failures.CountOf(UserKey(userName, address)) >= MaxPerUser || _failures.CountOf(AddressKey(address)) >= MaxPerAddress;

    public void Failed(string userName, IPAddress? address) => _failures.Add(UserKey(userName, address), AddressKey(address));

    public void Succeeded(string userName, IPAddress? address) => _failures.Forget(UserKey(userName, address));

    /// <summary>For IPv6 the first 64 bits: one customer usually owns all addresses below them.</summary>
    private static string AddressKey(IPAddress? address)
    {
        address = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return address is { AddressFamily: AddressFamily.InterNetworkV6 }
            ? Convert.ToHexString(address.GetAddressBytes(), 0, 8)
            : address?.ToString() ?? "";
    }

    private static string UserKey(string userName, IPAddress? address) => $"{AddressKey(address)} {NameKey.Of(userName)}";
}
