using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using Services83.EMail.WebApi;
using Services83.EMail.WebApi.Json;

namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>
/// Calls tenants. Every failure of a call becomes an <see cref="UpstreamException"/>, except that the client has disconnected, which stays
/// an <see cref="OperationCanceledException"/>.
/// </summary>
internal sealed partial class UpstreamClient(
    UpstreamHttp http, Pipelines pipelines, IOptions<GatewayOptions> options, TimeProvider time, ILogger<UpstreamClient> logger)
{
    /// <exception cref="UpstreamException">The tenant failed; the exception says how.</exception>
    /// <exception cref="OperationCanceledException">The caller has disconnected.</exception>
    public async Task<T> SendAsync<T>(UpstreamRequest request, ReplyReader<T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await pipelines.For(request.Tenant, request.IsRepeatable).ExecuteAsync(
                async token => await AttemptAsync(request, read, token), cancellationToken);
        }
        catch (BrokenCircuitException exception)
        {
            throw UpstreamError.Of(
                request.Tenant, UpstreamFailure.CircuitOpen, "could not be reached several times in a row, and gets no calls for some seconds.",
                exception, exception.RetryAfter);
        }
    }

    /// <summary>
    /// As <see cref="SendAsync"/>, once and beside the circuit breaker: if the body of the request comes from a client as it is sent, the
    /// client can be what fails.
    /// </summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<T> SendOnceAsync<T>(UpstreamRequest request, ReplyReader<T> read, CancellationToken cancellationToken) =>
        AttemptAsync(request, read, cancellationToken);

    private async Task<T> AttemptAsync<T>(UpstreamRequest request, ReplyReader<T> read, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(request.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var value = await TranslateAsync(request, ExchangeAsync(request, read, both.Token), cancellationToken);
            LogCall(request.Operation, request.Tenant, "ok", time.GetElapsedTime(started).TotalMilliseconds);
            return value;
        }
        catch (UpstreamException exception)
        {
            LogCall(request.Operation, request.Tenant, exception.Reason.ToString(), time.GetElapsedTime(started).TotalMilliseconds);
            throw;
        }
    }

    private async Task<T> TranslateAsync<T>(UpstreamRequest request, Task<T> exchange, CancellationToken cancellationToken)
    {
        try
        {
            return await exchange;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && Explain(request, exception) is { } known)
        {
            LogCause(request.Operation, request.Tenant, exception.GetType().Name, exception.GetBaseException().Message);
            throw UpstreamError.Of(request.Tenant, known.Failure, known.What, exception);
        }
    }

    private async Task<T> ExchangeAsync<T>(UpstreamRequest request, ReplyReader<T> read, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage();
        using var response = await http.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await UpstreamError.OfAsync(request.Tenant, response, time.GetUtcNow(), cancellationToken);
        }

        if (response.Content.Headers.ContentLength > options.Value.MaxReplyBytes)
        {
            throw new ReplyTooLargeException($"{options.Value.MaxReplyBytes} bytes");
        }

        await using var body = new LimitedStream(await response.Content.ReadAsStreamAsync(cancellationToken), options.Value.MaxReplyBytes);
        return await read(response, body, cancellationToken);
    }

    /// <summary>Null for an exception that is not a failure of the connection or the tenant, or that is an <see cref="UpstreamException"/>
    /// already.</summary>
    private static (UpstreamFailure Failure, string What)? Explain(UpstreamRequest request, Exception exception) => exception switch
    {
        OperationCanceledException =>
            (UpstreamFailure.Timeout, $"did not answer {request.Operation} within {request.Timeout.TotalSeconds:F0} seconds."),
        JsonException json =>
            (UpstreamFailure.BrokenReply, $"answered {request.Operation} with invalid JSON: {Describe(JsonErrors.Explain(json))}."),
        ReplyTextException text =>
            (UpstreamFailure.BrokenReply, $"answered {request.Operation} in the unknown charset '{text.Charset}'."),
        DecoderFallbackException =>
            (UpstreamFailure.BrokenReply, $"answered {request.Operation} with bytes that are not valid in the charset that it names."),
        ReplyTooLargeException large =>
            (UpstreamFailure.ReplyTooLarge, $"answered {request.Operation} with more than {large.Limit}."),
        HttpRequestException refused => (UpstreamHttp.FailureOf(refused), UpstreamHttp.Describe(refused)),
        IOException => (UpstreamFailure.BrokenReply, $"did not complete its reply to {request.Operation}."),
        _ => null,
    };

    private static string Describe(RestFormatException error) => error switch
    {
        { Path.Length: > 0, Line: { } line } => $"{error.Path} {error.Message.TrimEnd('.')} (line {line})",
        { Line: { } line } => $"{error.Message.TrimEnd('.')} (line {line})",
        _ => error.Message.TrimEnd('.'),
    };

    [LoggerMessage(5001, LogLevel.Information, "{Operation} at tenant {Tenant}: {Outcome} in {Milliseconds:F1} ms")]
    private partial void LogCall(string operation, Tenant tenant, string outcome, double milliseconds);

    [LoggerMessage(5003, LogLevel.Information, "{Operation} at tenant {Tenant}: {Kind}: {Message}")]
    private partial void LogCause(string operation, Tenant tenant, string kind, string message);
}
