using System.Text;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.Serialization;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.WebApi.Trees;

/// <summary>
/// Reads XML by local names alone: the root may have any name, and its children are the parameters, in any order, namespace and prefix.
/// </summary>
internal sealed class XmlTreeReader
{
    /// <summary>Deepest nesting of elements.</summary>
    public const int MaxDepth = 64;

    private static readonly XmlNamespaces Namespaces = new();
    private static readonly XmlNamespace Instance = Namespaces.Get(ContractReader.SchemaInstance);

    private readonly XmlPullReader _xml;

    private XmlTreeReader(XmlPullReader xml) => _xml = xml;

    /// <param name="utf8">The document, without a declaration.</param>
    /// <param name="limits">The limits of the document.</param>
    /// <param name="claim">The memory budget for its elements; null for none.</param>
    /// <exception cref="RestFormatException">It is not XML, has a DTD or processing instructions, or exceeds a limit.</exception>
    /// <exception cref="FaultException">The memory budget does not allow its elements.</exception>
    public static RestNode Read(ArraySegment<byte> utf8, XmlLimits limits, BudgetClaim? claim)
    {
        var xml = new XmlPullReader(Namespaces, limits with { MaxDepth = Math.Min(MaxDepth, limits.MaxDepth) });
        xml.SetInput(utf8, claim);
        try
        {
            xml.MoveToRoot();
            var root = new XmlTreeReader(xml).ReadElement();
            xml.ReadToEnd();
            return root;
        }
        catch (XmlSyntaxException exception)
        {
            throw new RestFormatException(exception.Reason, line: exception.Line, column: exception.Position);
        }
    }

    /// <summary>Reads the current element. Recursion is limited by <see cref="MaxDepth"/>.</summary>
    private RestNode ReadElement()
    {
        var node = new RestNode { IsNull = _xml.GetAttribute("nil"u8, Instance)?.Trim() is "true" or "1" };
        if (!_xml.HoldsElements())
        {
            node.Texts.Add(Encoding.UTF8.GetString(_xml.ReadText(XmlCharacters.TextStops)));
            return node;
        }

        _xml.Enter();
        while (_xml.MoveToChild())
        {
            var name = _xml.LocalName;
            node.Parts.Add((name, ReadElement()));
        }

        return node;
    }
}
