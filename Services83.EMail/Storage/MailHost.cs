using System.Globalization;
using System.Net;

namespace Services83.EMail.Storage;

/// <summary>
/// The one spelling of a mail host. Budgets, throttles, pinned certificates and the egress policy know hosts by it, so that nobody gets
/// a fresh budget by writing <c>127.1</c>, <c>0x7f.0.0.1</c> or <c>mail.example.com.</c>
/// </summary>
public static class MailHost
{
    /// <summary>RFC 1035, 2.3.4.</summary>
    public const int MaxLength = 255;

    private static readonly IdnMapping Idn = new();

    /// <summary>
    /// The canonical form: an address as the system prints it, an IPv4 address for one that is only mapped into IPv6; a name in lower
    /// case and ASCII (RFC 5891), without the dot that may end it. Null for what is neither a name nor an address.
    /// </summary>
    public static string? TryCanonical(string host)
    {
        var text = host.EndsWith('.') ? host[..^1] : host;
        if (text.Length is 0 or > MaxLength)
        {
            return null;
        }

        // The parser knows the old spellings of IPv4 (inet_aton: fewer parts, octal, hexadecimal) that resolvers know, too.
        if (IPAddress.TryParse(text, out var address))
        {
            return OfAddress(address);
        }

        return Uri.CheckHostName(text) == UriHostNameType.Unknown ? null : OfName(text);
    }

    /// <summary>The canonical form; what is no host stays as it is, for whoever connects to it to refuse.</summary>
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
            // CheckHostName takes some names that IDNA forbids; plain ASCII ones, with an underscore for example, exist all the same.
            return name.All(char.IsAscii) ? name.ToLowerInvariant() : null;
        }
    }
}
