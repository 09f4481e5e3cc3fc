using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Options;
using Services83.EMail.Connections.Egress;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Webhooks;

/// <summary>How an attempt ended.</summary>
/// <param name="Accepted">Whether the receiver answered with a status of 200 to 299.</param>
/// <param name="Summary">A sentence for operators.</param>
internal sealed record WebhookAnswer(bool Accepted, string Summary)
{
    /// <summary>How long the receiver wants to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the receiver says that it is gone for good (410).</summary>
    public bool IsGone { get; init; }

    /// <summary>The beginning of the answer's body, without control characters.</summary>
    public string Body { get; init; } = "";
}

/// <summary>Sends signed requests to receivers. It follows no redirect, stores no cookies, uses no proxy and reads little of an answer.</summary>
internal sealed class WebhookSender : IDisposable
{
    private const int MaxBodyBytes = 1024;
    private const int MaxHeaderKilobytes = 16;

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly HttpClient _client;

    public WebhookSender(IOptions<WebhookOptions> options, TimeProvider time)
    {
        _time = time;
        _timeout = TimeSpan.FromSeconds(options.Value.TimeoutSeconds);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = new HttpEgress(options.Value.PrivateNetworks, $"{WebhookOptions.Section}:{nameof(WebhookOptions.PrivateNetworks)}").ConnectAsync,
            // Each connection is to an address that was checked, so DNS changes are noticed only by new ones.
            PooledConnectionLifetime = ConnectionLifetime,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            MaxResponseDrainSize = MaxBodyBytes,
            SslOptions =
            {
                CertificateChainPolicy = TlsTrust.System.ChainPolicy,
                RemoteCertificateValidationCallback = (_, _, chain, errors) => IsTrusted(chain, errors),
            },
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Makes one attempt. A failure is an answer too.</summary>
    /// <param name="messageId">The same in each attempt, so that the receiver recognises a repeated request.</param>
    public async Task<WebhookAnswer> SendAsync(string url, string secret, string messageId, string payload, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = RequestFor(url, secret, messageId, payload);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return await ReadAsync(response, both.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new(Accepted: false, timeout.IsCancellationRequested ? $"The receiver did not answer within {_timeout.TotalSeconds:0} s." : Describe(exception));
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage RequestFor(string url, string secret, string messageId, string payload)
    {
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(payload, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", messageId);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(secret, messageId, timestamp, payload));
        request.Headers.Add("User-Agent", "Services83.EMail");
        return request;
    }

    private async Task<WebhookAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var retryAfter = response.Headers.RetryAfter;
        return new(response.IsSuccessStatusCode, $"The receiver answered {(int)response.StatusCode} {Plain(response.ReasonPhrase ?? "")}".TrimEnd() + ".")
        {
            RetryAfter = retryAfter?.Delta ?? (retryAfter?.Date - _time.GetUtcNow()),
            IsGone = response.StatusCode == HttpStatusCode.Gone,
            Body = await BeginningAsync(response, cancellationToken),
        };
    }

    /// <summary>An accepted request stays accepted, even if the rest of the answer does not arrive.</summary>
    private static async Task<string> BeginningAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBodyBytes];
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return Plain(Encoding.UTF8.GetString(buffer, 0, await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return "";
        }
    }

    private static string Describe(Exception exception) => exception.InnerException switch
    {
        ForbiddenHostException forbidden => forbidden.Message,
        UntrustedReceiverException untrusted => $"The receiver has no valid certificate: {untrusted.Message}.",
        _ => $"The receiver could not be reached: {LineTrouble.Of(exception)}.",
    };

    /// <exception cref="UntrustedReceiverException">It is not.</exception>
    private static bool IsTrusted(X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None ? true : throw new UntrustedReceiverException(Why(chain, errors));

    private static string Why(X509Chain? chain, SslPolicyErrors errors) =>
        errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? "it sent none"
        : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "it is for another name"
        : LineTrouble.Of(chain);

    private static string Plain(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
}

/// <summary>A receiver's certificate is refused; the message says why.</summary>
internal sealed class UntrustedReceiverException(string message) : Exception(message);
