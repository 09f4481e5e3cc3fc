using System.Text;

namespace Services83.EMail.Soap.Xml;

/// <summary>An element's name, prepared for comparing while reading and for copying while writing.</summary>
public sealed class ElementTag
{
    private readonly byte[][] _open;
    private readonly byte[][] _close;

    public ElementTag(XmlNamespace ns, string localName)
    {
        Namespace = ns;
        LocalName = localName;
        Utf8 = Encoding.UTF8.GetBytes(localName);
        var qualified = Prefixes.All.Select(prefix => prefix.Length == 0 ? localName : $"{prefix}:{localName}").ToArray();
        _open = [.. qualified.Select(name => Encoding.UTF8.GetBytes($"<{name}"))];
        _close = [.. qualified.Select(name => Encoding.UTF8.GetBytes($"</{name}>"))];
    }

    public XmlNamespace Namespace { get; }

    public string LocalName { get; }

    public byte[] Utf8 { get; }

    /// <summary>The beginning of a start tag: its attributes and its closing bracket follow.</summary>
    public ReadOnlySpan<byte> Open(int prefix) => _open[prefix];

    public ReadOnlySpan<byte> Close(int prefix) => _close[prefix];
}
