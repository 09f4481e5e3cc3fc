using Services83.EMail.Soap.Description;
using Services83.EMail.Soap.Dispatcher;
using Services83.EMail.Soap.Serialization;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Messaging;

/// <summary>
/// Turns a request into a call, in two steps. The start of the message names the operation and the caller; the rest is received and
/// deserialized only after the inspectors have accepted the caller.
/// </summary>
internal sealed class MessageReader(ContractDescription contract, ReaderPool readers, SoapContentType contentType, RequestBody body) : IDisposable
{
    private ContractReader? _reader;
    private EnvelopeReader? _envelope;

    /// <summary>Version of the reply.</summary>
    public SoapVersion Version => _envelope?.Version ?? contentType.Version;

    /// <summary>Reads the headers and the name of the operation.</summary>
    /// <exception cref="FaultException">The message cannot be dispatched.</exception>
    public async ValueTask<OperationContext> ReadStartAsync(HttpContext context)
    {
        await body.ReadStartAsync(context.RequestAborted);
        var octets = Octets();
        var envelope = Open(body.IsComplete
            ? XmlEncoding.Normalize(octets, contentType.Charset)
            : XmlEncoding.NormalizeStart(octets, contentType.Charset));
        try
        {
            envelope.ReadStart();
        }
        catch (FaultException exception) when (!body.IsComplete && exception.InnerException is XmlSyntaxException { IsEarly: true } early)
        {
            throw ProtocolFault.HeaderTooLong(early);
        }

        return new OperationContext(context, envelope.Operation, envelope.Headers);
    }

    /// <summary>Reads the arguments; after that the call is complete.</summary>
    /// <exception cref="FaultException">They do not fit, or the message is too large, too slow or damaged.</exception>
    public async ValueTask ReadArgumentsAsync(OperationContext call)
    {
        body.Claim.Payer = call.Payer;
        if (!body.IsComplete)
        {
            await body.ReadRestAsync(call.HttpContext.RequestAborted);
            Open(XmlEncoding.Normalize(Octets(), contentType.Charset)).ReadStart();

            // The caller was authenticated by the start of the message, so the whole message must name the same operation as the start.
            if (_envelope!.Operation != call.Operation)
            {
                throw ProtocolFault.BadRequest("The message is not in the encoding that it declares.");
            }
        }

        _reader!.Dates = call.RequestDates;
        call.ArgumentArray = _envelope!.ReadArguments();
        Close();
    }

    public void Dispose() => Close();

    private ArraySegment<byte> Octets() => new(body.Bytes, 0, body.Count);

    private EnvelopeReader Open(ArraySegment<byte> text)
    {
        if (text.Count == 0)
        {
            throw ProtocolFault.BadRequest("The message is empty.");
        }

        Close();
        _reader = readers.Rent(text, body.Claim);
        return _envelope = new EnvelopeReader(contract, _reader, contentType);
    }

    private void Close()
    {
        if (_reader is not null)
        {
            readers.Return(_reader);
        }

        _reader = null;
    }
}
