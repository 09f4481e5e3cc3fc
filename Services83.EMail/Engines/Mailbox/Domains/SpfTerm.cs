using System.Net;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Mailbox.Domains;

/// <summary>A term of an SPF record (RFC 7208, section 4.6.1).</summary>
/// <param name="Name">Its name in lower case, such as <c>include</c>.</param>
/// <param name="Value">Its domain in lower case, with its prefix lengths; empty for none.</param>
/// <param name="Network">The addresses of <c>ip4</c> and <c>ip6</c>; null for other terms.</param>
/// <param name="Passes">Whether a match lets the sender send: false for terms that begin with <c>-</c>, <c>~</c> or <c>?</c>.</param>
internal sealed record SpfTerm(string Name, string Value, IPNetwork? Network, bool Passes)
{
    private const string Version = "v=spf1";

    /// <summary>Mechanisms whose domain is by default that of the record.</summary>
    private static readonly string[] OfOwnDomain = ["a", "mx", "ptr"];

    private static readonly string[] Mechanisms = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"];

    /// <summary>Whether it names senders: not <c>all</c>, and no modifier other than <c>redirect</c>, which includes another record.</summary>
    public bool SaysWhoMaySend => Name == "redirect" || (Name != "all" && Mechanisms.Contains(Name));

    /// <summary>Whether it refers to another record, which can be looked up. A domain with macros (section 7) depends on the message.</summary>
    public bool IsReference => Name is "include" or "redirect" && Passes && !Value.Contains('%');

    /// <summary>Whether a text of DNS is an SPF record (section 4.5).</summary>
    public static bool IsRecord(string text) =>
        text.Equals(Version, StringComparison.OrdinalIgnoreCase) || text.StartsWith(Version + " ", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the terms of a record, with or without its version.</summary>
    /// <param name="text">Terms with spaces between them.</param>
    /// <param name="domain">Domain of the record.</param>
    /// <exception cref="FormatException">A term cannot be read.</exception>
    public static IEnumerable<SpfTerm> ReadAll(string text, string domain) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(term => !term.Equals(Version, StringComparison.OrdinalIgnoreCase))
            .Select(term => Read(term, domain));

    /// <summary>Whether this term allows every sender that the other one allows, as far as that can be told without the message.</summary>
    public bool Covers(SpfTerm other) => (Network, other.Network) switch
    {
        ({ } mine, { } theirs) => mine.BaseAddress.AddressFamily == theirs.BaseAddress.AddressFamily
            && mine.PrefixLength <= theirs.PrefixLength && mine.Contains(theirs.BaseAddress),
        (null, null) => Value == other.Value && (Name == other.Name || (SaysReference(Name) && SaysReference(other.Name))),
        _ => false,
    };

    private static bool SaysReference(string name) => name is "include" or "redirect";

    private static SpfTerm Read(string text, string domain)
    {
        var (passes, term) = text[0] is '+' or '-' or '~' or '?' ? (text[0] == '+', text[1..]) : (true, text);
        var end = term.AsSpan().IndexOfAny(":=/");
        var name = (end < 0 ? term : term[..end]).ToLowerInvariant();
        var isModifier = end >= 0 && term[end] == '=';
        var value = end < 0 ? "" : term[(term[end] == '/' ? end : end + 1)..];
        if (!isModifier && !Mechanisms.Contains(name))
        {
            throw new FormatException($"'{Clip(text)}' is not a term of an SPF record.");
        }

        if (name is "ip4" or "ip6" && !isModifier)
        {
            return new(name, "", NetworkOf(value) ?? throw new FormatException($"'{Clip(text)}' has no address, such as ip4:192.0.2.0/24."), passes);
        }

        return new(name, Canonical(OfOwnDomain.Contains(name) && value.Length == 0 | value.StartsWith('/') ? domain + value : value), null, passes);
    }

    private static string Canonical(string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? MailHost.Canonical(value).ToLowerInvariant() : MailHost.Canonical(value[..slash]).ToLowerInvariant() + value[slash..];
    }

    /// <summary>Bits beyond the prefix are ignored, as receivers do.</summary>
    private static IPNetwork? NetworkOf(string text)
    {
        var parts = text.Split('/');
        if (parts.Length > 2 || !IPAddress.TryParse(parts[0], out var address))
        {
            return null;
        }

        var octets = address.GetAddressBytes();
        var length = octets.Length * 8;
        if (parts.Length == 2 && (!int.TryParse(parts[1], System.Globalization.NumberStyles.None, null, out length) || length > octets.Length * 8))
        {
            return null;
        }

        for (var i = 0; i < octets.Length; i++)
        {
            var kept = Math.Clamp(length - (i * 8), 0, 8);
            octets[i] &= (byte)(0xFF << (8 - kept));
        }

        return new IPNetwork(new IPAddress(octets), length);
    }

    private static string Clip(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
