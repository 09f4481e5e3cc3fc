using System.Text;
using Services83.EMail.Soap.Description;
using Services83.EMail.Soap.Serialization;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Messaging;

/// <summary>
/// Reads one envelope in one pass, in two steps: first the header blocks and the name of the operation, then its arguments. Header blocks
/// directly in the envelope count as headers, because the published samples put them there.
/// </summary>
internal sealed class EnvelopeReader(ContractDescription contract, ContractReader reader, SoapContentType contentType)
{
    private readonly object? _headers = contract.RequestHeaders?.Create();
    private string? _action = contentType.Action;
    private XmlNamespace _envelope = null!;
    private bool _inBody;
    private bool _isBodyEmpty;

    /// <summary>Version of the reply: the envelope's as soon as it is known.</summary>
    public SoapVersion Version { get; private set; } = contentType.Version;

    public object? Headers => _headers;

    public OperationDescription Operation { get; private set; } = null!;

    private XmlPullReader Xml => reader.Xml;

    /// <summary>Reads the headers, and the start of the body with the name of the operation.</summary>
    /// <exception cref="FaultException">The message cannot be dispatched.</exception>
    public void ReadStart()
    {
        try
        {
            ReadHeaders();
            ReadOperation();
        }
        catch (Exception exception) when (exception is DeserializationException or XmlSyntaxException)
        {
            throw Explain(exception);
        }
    }

    /// <summary>Reads the rest, after <see cref="ReadStart"/>.</summary>
    /// <exception cref="FaultException">The arguments do not fit, or something else is in the body.</exception>
    public object?[] ReadArguments()
    {
        try
        {
            return ReadRest();
        }
        catch (Exception exception) when (exception is DeserializationException or XmlSyntaxException)
        {
            throw Explain(exception);
        }
    }

    private FaultException Explain(Exception e) => _inBody || e is DeserializationException
        ? ProtocolFault.DeserializationFailed(e)
        : ProtocolFault.BadRequest("The message is not valid. " + e.Message, e);

    private void ReadHeaders()
    {
        Xml.MoveToRoot();
        if (!Xml.LocalNameIs("Envelope"u8))
        {
            throw ProtocolFault.BadRequest("The message is not a SOAP envelope.");
        }

        Version = SoapVersion.FromNamespace(Xml.NamespaceUri)
            ?? throw ProtocolFault.VersionMismatch(ContractReader.Clip(Xml.NamespaceUri));
        _envelope = contract.Namespaces.Get(Version.EnvelopeNamespace);
        var hasHeader = false;
        if (Xml.Enter())
        {
            while (!_inBody && Xml.MoveToChild())
            {
                if (IsEnvelopeElement("Body"u8))
                {
                    _inBody = true;
                }
                else if (!IsEnvelopeElement("Header"u8))
                {
                    ReadBlock();
                }
                else if (hasHeader)
                {
                    throw ProtocolFault.BadRequest("The envelope has two headers.");
                }
                else
                {
                    hasHeader = true;
                    ReadHeader();
                }
            }
        }

        if (!_inBody)
        {
            throw ProtocolFault.BadRequest("The envelope has no body.");
        }
    }

    private void ReadHeader()
    {
        if (!Xml.Enter())
        {
            return;
        }

        while (Xml.MoveToChild())
        {
            ReadBlock();
        }
    }

    private void ReadBlock()
    {
        foreach (var block in contract.RequestHeaders?.Blocks ?? [])
        {
            if (Xml.Matches(block.Part.Tag))
            {
                // If a client sends a block twice, the last one counts, as in WCF.
                block.Set(_headers!, block.Part.Read(reader));
                return;
            }
        }

        ReadForeignBlock();
    }

    private void ReadForeignBlock()
    {
        var (name, ns) = (Xml.LocalName, Xml.NamespaceUri);
        if (ns.Length == 0 && contract.RequestHeaders?.Blocks.FirstOrDefault(block => block.Part.Name == name) is { } known)
        {
            throw reader.Error($"The header block has no namespace; expected '{known.Part.Namespace}'.");
        }

        if (Addressing.IsNamespace(ns))
        {
            if (name == "Action" && Encoding.UTF8.GetString(Xml.ReadText(XmlCharacters.TextStops)).Trim() is { Length: > 0 } action)
            {
                _action ??= action;
            }
            else if (name != "Action")
            {
                Xml.Skip();
            }

            return;
        }

        if (MustUnderstand())
        {
            throw ProtocolFault.MustUnderstand(ContractReader.Clip(name), ContractReader.Clip(ns));
        }

        Xml.Skip();
    }

    private bool MustUnderstand()
    {
        if (Xml.AttributeCount == 0)
        {
            return false;
        }

        var value = Xml.GetAttribute("mustUnderstand"u8, _envelope)?.Trim();
        if (value is not (null or "0" or "1" or "true" or "false"))
        {
            throw ProtocolFault.BadRequest($"'{ContractReader.Clip(value)}' is not a value of mustUnderstand.");
        }

        var role = Xml.GetAttribute(Version.RoleAttribute, _envelope)?.Trim() ?? "";
        return value is "1" or "true" && Version.OwnRoles.Contains(role, StringComparer.Ordinal);
    }

    private void ReadOperation()
    {
        _isBodyEmpty = !Xml.Enter() || !Xml.MoveToChild();
        Operation = _isBodyEmpty || _action is not null ? FindByAction() : FindByWrapper();
    }

    private object?[] ReadRest()
    {
        var arguments = _isBodyEmpty ? Operation.Request.Defaults() : ReadParts();
        if (Xml.MoveToChild())
        {
            throw reader.Error("Nothing may follow the body.");
        }

        Xml.ReadToEnd();
        return arguments;
    }

    private object?[] ReadParts()
    {
        if (!Xml.Matches(Operation.Request.Wrapper))
        {
            throw reader.Error(
                $"Expected '{Operation.Request.WrapperName}' of namespace '{contract.Namespace}' in the body, found namespace "
                + $"'{ContractReader.Clip(Xml.NamespaceUri)}'.");
        }

        var arguments = Operation.Request.ReadParts(reader);
        return Xml.MoveToChild() ? throw reader.Error("The body may hold one element only.") : arguments;
    }

    private OperationDescription FindByAction() =>
        (_action is null ? null : contract.FindByAction(_action))
        ?? throw ProtocolFault.ActionNotSupported(_action is null ? "" : ContractReader.Clip(_action));

    private OperationDescription FindByWrapper() =>
        (Xml.NamespaceUri == contract.Namespace ? contract.FindByWrapper(Xml.LocalName) : null)
        ?? throw ProtocolFault.ActionNotSupported("");

    private bool IsEnvelopeElement(ReadOnlySpan<byte> name) => ReferenceEquals(Xml.Namespace, _envelope) && Xml.LocalNameIs(name);
}
