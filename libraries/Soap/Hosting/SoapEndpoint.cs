using Microsoft.AspNetCore.Http.Features;
using Services83.EMail.Soap.Description;
using Services83.EMail.Soap.Dispatcher;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.Messaging;
using Services83.EMail.Soap.Metadata;
using Services83.EMail.Soap.Serialization;
using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Soap.Hosting;

/// <summary>
/// One contract at its addresses: GET returns metadata, POST carries a message. The steps for a message are the start of its body,
/// encoding, envelope, inspectors, the rest of the body, operation, inspectors, reply; each step is a separate class.
/// </summary>
internal sealed partial class SoapEndpoint
{
    private const string RetryAfterSeconds = "5";

    private readonly SoapServiceOptions _options;
    private readonly ILogger _logger;
    private readonly BufferBudget _budget;
    private readonly ReplyLimits _replies;
    private readonly ReaderPool _readers;
    private readonly OperationInvoker _invoker;
    private readonly MetadataPages _metadata;

    public SoapEndpoint(ContractDescription contract, SoapServiceOptions options, ILogger logger)
    {
        Contract = contract;
        _options = options;
        _logger = logger;
        foreach (var version in SoapVersion.All)
        {
            contract.Namespaces.Get(version.EnvelopeNamespace);
        }

        contract.Namespaces.Get(ContractReader.SchemaInstance);
        contract.Namespaces.Get(ContractReader.Serialization);
        _budget = new BufferBudget(options.Limits.MaxBufferedBytes);
        _replies = new ReplyLimits(options.Limits);
        _readers = new ReaderPool(contract.Namespaces, options.Limits.ToXmlLimits());
        _invoker = new OperationInvoker(options);
        _metadata = new MetadataPages(contract, options);
    }

    public ContractDescription Contract { get; }

    public Task HandleAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsPost(method))
        {
            return HandlePostAsync(context);
        }

        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
        {
            return _metadata.HandleAsync(context);
        }

        context.Response.StatusCode = HttpMethods.IsOptions(method) ? StatusCodes.Status204NoContent : StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = "GET, HEAD, POST, OPTIONS";
        return Task.CompletedTask;
    }

    private async Task HandlePostAsync(HttpContext context)
    {
        try
        {
            await HandleMessageAsync(context);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested)
        {
            LogAborted(_logger, Contract.Name, exception);
        }
    }

    private async Task HandleMessageAsync(HttpContext context)
    {
        // The limit of the options applies, even if it is higher than the web server's own limit.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        var version = SoapVersion.Soap11;
        using var reply = new ContractWriter(_replies);
        try
        {
            var contentType = SoapContentType.Of(context.Request)
                ?? throw ProtocolFault.UnsupportedMediaType(UnexpectedType(context.Request.ContentType));
            version = contentType.Version;
            using var body = new RequestBody(context.Request, _options.Limits, _budget);
            using var message = new MessageReader(Contract, _readers, contentType, body);
            try
            {
                var call = await message.ReadStartAsync(context);
                await _invoker.InvokeAsync(call, message);
                await body.PassOverAsync(context.RequestAborted);
                reply.Dates = call.ReplyDates;
                ReplyWriter.WriteReply(reply, message.Version, call.Operation, call.ReplyHeaders, call.Result);
            }
            finally
            {
                version = message.Version;
            }
        }
        catch (FaultException exception)
        {
            WriteFault(context, reply, version, exception);
        }
        catch (Exception exception) when (!IsAbort(exception, context))
        {
            LogUnhandled(_logger, Contract.Name, exception);
            // The same request may succeed when others need less memory at the same time.
            WriteFault(context, reply, version, exception is OutOfMemoryException
                ? ProtocolFault.Busy()
                : ProtocolFault.Internal(exception, _options.IncludeExceptionDetail));
        }

        context.Response.ContentType = version.ReplyContentType;
        context.Response.ContentLength = reply.Length;
        await reply.CopyToAsync(context.Response.BodyWriter, context.RequestAborted);
    }

    private static void WriteFault(HttpContext context, ContractWriter reply, SoapVersion version, FaultException fault)
    {
        reply.Clear();
        context.Response.StatusCode = fault.StatusCode;
        if (fault.StatusCode == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }

        // WCF sends it in this place, and its clients read it there.
        if (fault.StatusCode == StatusCodes.Status415UnsupportedMediaType && context.Features.Get<IHttpResponseFeature>() is { } response)
        {
            response.ReasonPhrase = string.Concat(fault.Message.Where(c => c is >= ' ' and <= '~'));
        }

        ReplyWriter.WriteFault(reply, version, fault);
    }

    private static string UnexpectedType(string? contentType) =>
        $"Cannot process the message because the content type '{ContractReader.Clip(contentType ?? "")}' was not the expected type "
        + "'text/xml; charset=utf-8'.";

    // The client has disconnected, or the web server refuses its data: nobody to answer, or the web server answers itself.
    private static bool IsAbort(Exception e, HttpContext context) =>
        e is BadHttpRequestException || context.RequestAborted.IsCancellationRequested;

    [LoggerMessage(EventId = 102, Level = LogLevel.Debug, Message = "The client of a call of {Contract} disconnected")]
    private static partial void LogAborted(ILogger logger, string contract, Exception exception);

    [LoggerMessage(EventId = 101, Level = LogLevel.Error, Message = "A call of {Contract} failed unexpectedly")]
    private static partial void LogUnhandled(ILogger logger, string contract, Exception exception);
}
