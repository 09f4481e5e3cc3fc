using System.Globalization;
using System.Net;

namespace Services83.EMail.Storage;

/// <summary>
/// The canonical spelling of a mail host. Limits, throttles, pinned certificates and the egress policy use it, so that nobody gets a new
/// limit by writing <c>127.1</c>, <c>0x7f.0.0.1</c> or <c>mail.example.com.</c>
/// </summary>
public static class MailHost
{
    /// <summary>RFC 1035, 2.3.4.</summary>
    public const int MaxLength = 255;

    private static readonly IdnMapping Idn = new();

    /// <summary>
    /// The canonical form: an address as the system prints it, an IPv4 address for an IPv4-mapped IPv6 address; a name in lower case and
    /// ASCII (RFC 5891), without a final dot. Null for a text that is neither a name nor an address.
    /// </summary>
    public static string? TryCanonical(string host)
    {
        var text = host.EndsWith('.') ? host[..^1] : host;
        if (text.Length is 0 or > MaxLength)
        {
            return null;
        }

        // The parser reads the old spellings of IPv4 (inet_aton: fewer parts, octal, hexadecimal), which resolvers read too.
        if (IPAddress.TryParse(text, out var address))
        {
            return OfAddress(address);
        }

        return Uri.CheckHostName(text) == UriHostNameType.Unknown ? null : OfName(text);
    }

    /// <summary>The canonical form; a text that is not a host is unchanged, and connecting to it fails.</summary>
    public static string Canonical(string host) => TryCanonical(host) ?? host;

    private static string OfAddress(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.ToString();
    }

    private static string? OfName(string name)
    {
        try
        {
            return Idn.GetAscii(name).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // CheckHostName accepts some names that IDNA forbids; ASCII names of this kind, for example with an underscore, exist.
            return name.All(char.IsAscii) ? name.ToLowerInvariant() : null;
        }
    }
}
