using System.Text;
using System.Xml;

namespace Services83.EMail.Soap.Serialization;

/// <summary>A namespace of a contract; compared by reference, since there is one instance for each.</summary>
internal sealed class XmlNamespace(XmlDictionary names, string uri)
{
    private readonly byte[][] _declarations = [.. Prefixes.All.Select(prefix => Declare(prefix, uri))];

    public string Uri { get; } = uri;

    /// <summary>For comparing with what is read.</summary>
    public XmlDictionaryString Name { get; } = names.Add(uri);

    /// <summary>The xmlns attribute, with a space in front.</summary>
    public ReadOnlySpan<byte> Declaration(int prefix) => _declarations[prefix];

    private static byte[] Declare(string prefix, string uri)
    {
        var escaped = uri.Replace("&", "&amp;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(prefix.Length == 0 ? $" xmlns=\"{escaped}\"" : $" xmlns:{prefix}=\"{escaped}\"");
    }
}

/// <summary>The prefixes that replies use, as WCF does: none in the body, h in headers, letters for further namespaces.</summary>
internal static class Prefixes
{
    public const int None = 0;
    public const int Header = 1;
    public const int FirstLetter = 2;

    public static readonly string[] All = ["", "h", "a", "b", "c", "d", "e", "f"];
}

/// <summary>An element's name, ready to be compared with what is read and to be copied to what is written.</summary>
internal sealed class ElementTag
{
    private readonly byte[][] _open;
    private readonly byte[][] _close;

    public ElementTag(XmlDictionary names, XmlNamespace ns, string localName)
    {
        Namespace = ns;
        LocalName = localName;
        Name = names.Add(localName);
        var qualified = Prefixes.All.Select(prefix => prefix.Length == 0 ? localName : $"{prefix}:{localName}").ToArray();
        _open = [.. qualified.Select(name => Encoding.UTF8.GetBytes($"<{name}"))];
        _close = [.. qualified.Select(name => Encoding.UTF8.GetBytes($"</{name}>"))];
    }

    public XmlNamespace Namespace { get; }

    public string LocalName { get; }

    public XmlDictionaryString Name { get; }

    /// <summary>The start of a start tag: its attributes and its closing bracket are still to come.</summary>
    public ReadOnlySpan<byte> Open(int prefix) => _open[prefix];

    public ReadOnlySpan<byte> Close(int prefix) => _close[prefix];

    /// <summary>Whether the reader is on the start of this element.</summary>
    public bool Matches(XmlDictionaryReader reader) => reader.IsStartElement(Name, Namespace.Name);
}
