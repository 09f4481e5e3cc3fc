using System.Text;
using System.Xml;
using System.Xml.Schema;

namespace Services83.EMail.Rest.Trees;

/// <summary>
/// Reads XML by local names alone: whatever the root is called, its children are the parameters, in any order, namespace and prefix.
/// </summary>
internal static class XmlTreeReader
{
    /// <summary>Deepest nesting of elements.</summary>
    public const int MaxDepth = 64;

    /// <param name="utf8">The document.</param>
    /// <param name="maxElements">Most elements.</param>
    /// <exception cref="RestFormatException">It is no XML, has a DTD, or is larger or deeper than allowed.</exception>
    public static RestNode Read(ArraySegment<byte> utf8, int maxElements)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        try
        {
            using var stream = new MemoryStream(utf8.Array!, utf8.Offset, utf8.Count, writable: false);
            using var xml = XmlReader.Create(stream, settings);
            xml.MoveToContent();
            var root = ReadElement(xml, ref maxElements);
            xml.Read();
            xml.MoveToContent();
            return root;
        }
        catch (XmlException exception)
        {
            throw new RestFormatException(
                exception.Message.Split(" Line ")[0], line: Math.Max(1, exception.LineNumber), column: Math.Max(1, exception.LinePosition));
        }
    }

    // Without recursion: how deep it goes is the client's choice.
    private static RestNode ReadElement(XmlReader xml, ref int elements)
    {
        var root = Start(xml, ref elements);
        if (xml.IsEmptyElement)
        {
            return root;
        }

        var open = new Stack<RestNode>([root]);
        var text = new Stack<StringBuilder>([new()]);
        while (open.Count > 0 && xml.Read())
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    var (name, isEmpty) = (xml.LocalName, xml.IsEmptyElement);
                    var node = Start(xml, ref elements);
                    open.Peek().Parts.Add((name, node));
                    if (isEmpty)
                    {
                        node.Texts.Add("");
                        break;
                    }

                    open.Push(node);
                    text.Push(new());
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    text.Peek().Append(xml.Value);
                    break;
                case XmlNodeType.EndElement:
                    var ended = open.Pop();
                    var content = text.Pop();
                    if (ended.Parts.Count == 0)
                    {
                        ended.Texts.Add(content.ToString());
                    }

                    break;
            }
        }

        return root;
    }

    private static RestNode Start(XmlReader xml, ref int elements)
    {
        if (--elements < 0 || xml.Depth >= MaxDepth)
        {
            var position = (IXmlLineInfo)xml;
            throw new RestFormatException(
                elements < 0 ? "There are more elements than allowed." : $"Elements are nested deeper than {MaxDepth}.",
                xml.LocalName, position.LineNumber, position.LinePosition);
        }

        var nil = xml.GetAttribute("nil", XmlSchema.InstanceNamespace)?.Trim();
        return new RestNode { IsNull = nil is "true" or "1" };
    }
}
