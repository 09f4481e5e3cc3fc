using System.Collections.Frozen;

namespace Services83.EMail.Mail.Pop3;

/// <summary>The server's capabilities (RFC 2449). For a server without CAPA the minimum is assumed.</summary>
public sealed class Pop3Capabilities
{
    private readonly FrozenDictionary<string, string[]> _words;

    /// <param name="lines">As sent; null when the server has no CAPA.</param>
    internal Pop3Capabilities(IEnumerable<string>? lines)
    {
        IsKnown = lines is not null;
        _words = (lines ?? []).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 0)
            .GroupBy(words => words[0], StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.SelectMany(words => words.Skip(1)).ToArray(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether the server has CAPA.</summary>
    public bool IsKnown { get; }

    /// <summary>RFC 2595.</summary>
    public bool StartTls => Has("STLS");

    /// <summary>Whether USER and PASS may be used; if the server has no CAPA, they are tried.</summary>
    public bool User => Has("USER") || !IsKnown;

    /// <summary>Whether TOP may be used (RFC 1939, section 7); if the server has no CAPA, it is tried.</summary>
    public bool Top => Has("TOP") || !IsKnown;

    /// <summary>Whether the server has unique ids (RFC 1939, UIDL); if it has no CAPA, they are asked for.</summary>
    public bool UniqueIds => Has("UIDL") || !IsKnown;

    public bool Has(string name) => _words.ContainsKey(name);

    /// <summary>Whether the server offers this SASL mechanism (RFC 5034).</summary>
    public bool HasMechanism(string name) => _words.TryGetValue("SASL", out var names) && names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
