using System.Xml;
using Services83.EMail.Soap.Description;
using Services83.EMail.Soap.Serialization;
using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Soap.Messaging;

/// <summary>
/// Reads one envelope in one pass: header blocks, the operation that is meant, its arguments. Header blocks that stand directly in
/// the envelope count as headers, because the published samples put them there.
/// </summary>
internal sealed class EnvelopeReader(ContractDescription contract, ContractReader reader, SoapContentType contentType)
{
    private readonly object? _headers = contract.RequestHeaders?.Create();
    private string? _action = contentType.Action;
    private bool _inBody;

    /// <summary>Version to answer in: the envelope's as soon as that is known.</summary>
    public SoapVersion Version { get; private set; } = contentType.Version;

    public object? Headers => _headers;

    public OperationDescription Operation { get; private set; } = null!;

    public object?[] Arguments { get; private set; } = [];

    private XmlDictionaryReader Xml => reader.Xml;

    /// <exception cref="FaultException">The message cannot be dispatched.</exception>
    public void Read()
    {
        try
        {
            ReadEnvelope();
        }
        catch (DeserializationException e)
        {
            throw ProtocolFault.DeserializationFailed(e);
        }
        catch (XmlException e)
        {
            var text = Describe(e);
            throw _inBody ? ProtocolFault.DeserializationFailed(e, text) : ProtocolFault.BadRequest("The message is not valid: " + text, e);
        }
    }

    private void ReadEnvelope()
    {
        if (Xml.MoveToContent() != XmlNodeType.Element || Xml.LocalName != "Envelope")
            throw ProtocolFault.BadRequest("The message is not a SOAP envelope.");
        Version = SoapVersion.FromNamespace(Xml.NamespaceURI)
            ?? throw ProtocolFault.VersionMismatch(ContractReader.Clip(Xml.NamespaceURI));
        var hasHeader = false;
        if (reader.Enter())
        {
            while (!_inBody && reader.MoveToChild())
            {
                if (IsEnvelopeElement("Body")) ReadBody();
                else if (!IsEnvelopeElement("Header")) ReadBlock();
                else if (hasHeader) throw ProtocolFault.BadRequest("The envelope has two headers.");
                else
                {
                    hasHeader = true;
                    ReadHeader();
                }
            }
        }

        if (!_inBody) throw ProtocolFault.BadRequest("The envelope has no body.");
        if (reader.MoveToChild()) throw reader.Error("Nothing may follow the body.");
        if (Xml.MoveToContent() != XmlNodeType.None) throw reader.Error("Nothing may follow the envelope.");
    }

    private void ReadHeader()
    {
        if (!reader.Enter()) return;
        while (reader.MoveToChild()) ReadBlock();
    }

    private void ReadBlock()
    {
        foreach (var block in contract.RequestHeaders?.Blocks ?? [])
        {
            if (block.Part.Tag.Matches(Xml))
            {
                // Of a block that is sent twice the last one counts, as in WCF.
                block.Set(_headers!, block.Part.Read(reader));
                return;
            }
        }

        ReadForeignBlock();
    }

    private void ReadForeignBlock()
    {
        var (name, ns) = (Xml.LocalName, Xml.NamespaceURI);
        if (ns.Length == 0 && contract.RequestHeaders?.Blocks.FirstOrDefault(block => block.Part.Name == name) is { } known)
            throw reader.Error($"The header block has no namespace; expected '{known.Part.Namespace}'.");
        if (Addressing.IsNamespace(ns))
        {
            if (name == "Action" && Xml.ReadElementContentAsString().Trim() is { Length: > 0 } action) _action ??= action;
            else if (name != "Action") reader.Skip();
            return;
        }

        if (MustUnderstand()) throw ProtocolFault.MustUnderstand(ContractReader.Clip(name), ContractReader.Clip(ns));
        reader.Skip();
    }

    private bool MustUnderstand()
    {
        if (Xml.AttributeCount == 0) return false;
        var value = Xml.GetAttribute("mustUnderstand", Version.EnvelopeNamespace)?.Trim();
        if (value is not (null or "0" or "1" or "true" or "false"))
            throw ProtocolFault.BadRequest($"'{ContractReader.Clip(value)}' is not a value of mustUnderstand.");
        var role = Xml.GetAttribute(Version.RoleAttribute, Version.EnvelopeNamespace)?.Trim() ?? "";
        return value is "1" or "true" && Version.OwnRoles.Contains(role, StringComparer.Ordinal);
    }

    private void ReadBody()
    {
        _inBody = true;
        if (!reader.Enter() || !reader.MoveToChild())
        {
            Operation = FindByAction();
            Arguments = Operation.Request.Defaults();
            return;
        }

        Operation = _action is null ? FindByWrapper() : FindByAction();
        if (!Operation.Request.Wrapper.Matches(Xml))
        {
            throw reader.Error(
                $"Expected '{Operation.Request.WrapperName}' of namespace '{contract.Namespace}' in the body, found namespace "
                + $"'{ContractReader.Clip(Xml.NamespaceURI)}'.");
        }

        Arguments = Operation.Request.ReadParts(reader);
        if (reader.MoveToChild()) throw reader.Error("The body may hold one element only.");
    }

    private OperationDescription FindByAction() =>
        (_action is null ? null : contract.FindByAction(_action))
        ?? throw ProtocolFault.ActionNotSupported(_action is null ? "" : ContractReader.Clip(_action));

    private OperationDescription FindByWrapper() =>
        (Xml.NamespaceURI == contract.Namespace ? contract.FindByWrapper(Xml.LocalName) : null)
        ?? throw ProtocolFault.ActionNotSupported("");

    private bool IsEnvelopeElement(string name) => Xml.LocalName == name && Xml.NamespaceURI == Version.EnvelopeNamespace;

    // The first sentence only: what follows names types and properties of the reader.
    private string Describe(XmlException e)
    {
        var end = e.Message.IndexOf(". ", StringComparison.Ordinal);
        var text = end < 0 ? e.Message : e.Message[..(end + 1)];
        return Xml is IXmlLineInfo { LineNumber: > 0 } line ? $"Error in line {line.LineNumber} position {line.LinePosition}. {text}" : text;
    }
}
