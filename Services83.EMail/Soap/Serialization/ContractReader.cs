using System.Xml;

namespace Services83.EMail.Soap.Serialization;

/// <summary>What contract serializers read from: an XML reader that knows where it is and how to say what is wrong.</summary>
internal sealed class ContractReader(XmlDictionaryReader xml, int maxAttributes)
{
    public const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

    private static readonly XmlDictionary Names = new();
    private static readonly XmlDictionaryString NilName = Names.Add("nil");
    private static readonly XmlDictionaryString TypeName = Names.Add("type");
    private static readonly XmlDictionaryString SchemaInstanceName = Names.Add(SchemaInstance);

    public XmlDictionaryReader Xml { get; } = xml;

    /// <summary>Moves from a start element to its content; false when it is empty, in which case it has been passed.</summary>
    public bool Enter()
    {
        var hasContent = !Xml.IsEmptyElement;
        Xml.Read();
        return hasContent;
    }

    /// <summary>Moves to the next child element; false when there is none, in which case the parent's end has been passed.</summary>
    /// <exception cref="DeserializationException">There is text where only elements may be.</exception>
    public bool MoveToChild()
    {
        switch (Xml.MoveToContent())
        {
            case XmlNodeType.Element:
                CheckAttributes();
                return true;
            case XmlNodeType.EndElement:
                Xml.Read();
                return false;
            case XmlNodeType.None:
                throw Error("The message ends too early.");
            default:
                throw Error("Text is not allowed between elements.");
        }
    }

    /// <summary>Passes the current element with all that is in it, within the limits that hold for what is read.</summary>
    public void Skip()
    {
        var depth = Xml.Depth;
        if (!Enter()) return;
        while (Xml.Depth > depth || Xml.NodeType != XmlNodeType.EndElement)
        {
            if (Xml.NodeType == XmlNodeType.Element) CheckAttributes();
            if (!Xml.Read()) throw Error("The message ends too early.");
        }

        Xml.Read();
    }

    /// <summary>Whether the current element says that it stands for null.</summary>
    public bool IsNil()
    {
        if (Xml.AttributeCount == 0) return false;
        var value = Xml.GetAttribute(NilName, SchemaInstanceName);
        return value?.Trim() switch
        {
            null or "false" or "0" => false,
            "true" or "1" => true,
            _ => throw Error($"'{Clip(value)}' is not a valid value of xsi:nil."),
        };
    }

    /// <summary>Demands that an xsi:type, if there is one, is the type that the contract has here.</summary>
    public void CheckType(XmlQualifiedName expected)
    {
        if (Xml.AttributeCount == 0) return;
        if (Xml.GetAttribute(TypeName, SchemaInstanceName)?.Trim() is not { } value) return;
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        var prefix = colon < 0 ? "" : value[..colon];
        if (value[(colon + 1)..] != expected.Name || Xml.LookupNamespace(prefix) != expected.Namespace)
            throw Error($"xsi:type '{Clip(value)}' is not the type '{expected.Name}' of namespace '{expected.Namespace}'.");
    }

    /// <summary>An error at the current position, naming the current element if there is one.</summary>
    public DeserializationException Error(string message) => Error(message, Xml.LocalName, null);

    public DeserializationException Error(string message, string element, Exception? cause)
    {
        var line = Xml as IXmlLineInfo;
        return new DeserializationException(message, element, line?.LineNumber ?? 0, line?.LinePosition ?? 0, cause);
    }

    /// <summary>A piece of the request that is short enough to be repeated in a reply.</summary>
    public static string Clip(string value) => value.Length <= 100 ? value : string.Concat(value.AsSpan(0, 100), "...");

    private void CheckAttributes()
    {
        if (Xml.AttributeCount > maxAttributes) throw Error($"The element has more than {maxAttributes} attributes.");
    }
}
