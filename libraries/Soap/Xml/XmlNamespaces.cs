using System.Text;

namespace Services83.EMail.Soap.Xml;

/// <summary>A known namespace; compared by reference, because there is one instance for each.</summary>
public sealed class XmlNamespace(string uri)
{
    private readonly byte[][] _declarations = [.. Prefixes.All.Select(prefix => Declare(prefix, uri))];

    public string Uri { get; } = uri;

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(uri);

    /// <summary>The xmlns attribute, with a space before it.</summary>
    public ReadOnlySpan<byte> Declaration(int prefix) => _declarations[prefix];

    private static byte[] Declare(string prefix, string uri)
    {
        var escaped = uri.Replace("&", "&amp;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(prefix.Length == 0 ? $" xmlns=\"{escaped}\"" : $" xmlns:{prefix}=\"{escaped}\"");
    }
}

/// <summary>The prefixes in replies, as in WCF: none in the body, h in headers, letters for further namespaces.</summary>
internal static class Prefixes
{
    public const int None = 0;
    public const int Header = 1;
    public const int FirstLetter = 2;

    public static readonly string[] All = ["", "h", "a", "b", "c", "d", "e", "f"];
}

/// <summary>All namespaces of a contract and of SOAP. Filled at start, only read afterwards.</summary>
public sealed class XmlNamespaces
{
    private readonly List<XmlNamespace> _all = [];

    public XmlNamespace Get(string uri)
    {
        if (_all.Find(ns => ns.Uri == uri) is { } existing)
        {
            return existing;
        }

        var created = new XmlNamespace(uri);
        _all.Add(created);
        return created;
    }

    /// <summary>The namespace with this text; null when it is unknown.</summary>
    public XmlNamespace? Find(ReadOnlySpan<byte> uri)
    {
        foreach (var ns in _all)
        {
            if (uri.SequenceEqual(ns.Utf8))
            {
                return ns;
            }
        }

        return null;
    }
}
