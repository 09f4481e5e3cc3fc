using System.Net;
using Microsoft.Extensions.Options;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>
/// The one HTTP client for all tenants, with its pool of connections. It does not follow redirects, because they would send the caller's
/// credentials to another server, and it stores no cookies, because they would mix up callers.
/// </summary>
public sealed class UpstreamHttp : IDisposable
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    public UpstreamHttp(IOptions<GatewayOptions> options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(options.Value.ConnectTimeoutSeconds),
            // Connections are renewed, so that DNS changes of a tenant are noticed.
            PooledConnectionLifetime = ConnectionLifetime,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = KeepAlive,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            SslOptions = { RemoteCertificateValidationCallback = CertificateCheck.Check },
        };
        Client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Without a timeout of its own: each call has one.</summary>
    public HttpClient Client { get; }

    public static UpstreamFailure FailureOf(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => UpstreamFailure.NameResolution,
        HttpRequestError.SecureConnectionError => UpstreamFailure.Certificate,
        HttpRequestError.ConfigurationLimitExceeded => UpstreamFailure.BrokenReply,
        _ => UpstreamFailure.Connection,
    };

    /// <summary>The rest of the sentence after "The tenant '…' ".</summary>
    public static string Describe(HttpRequestException exception) => FailureOf(exception) switch
    {
        UpstreamFailure.NameResolution => $"has an address with an unknown host name.",
        UpstreamFailure.Certificate => $"has no valid certificate: {WhyUntrusted(exception)}.",
        _ => $"could not be reached: {LineTrouble.Of(exception)}.",
    };

    public void Dispose() => Client.Dispose();

    private static string WhyUntrusted(HttpRequestException exception) =>
        exception.InnerException is UntrustedTenantException untrusted ? untrusted.Message : LineTrouble.Of(exception);
}
