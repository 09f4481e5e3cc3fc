using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Services83.EMail.Connections.Egress;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections.Tokens;

/// <summary>
/// The requests to identity providers. Their number of bytes and their time are limited. The settings name the provider's host; the provider
/// may name further ones, and those must be public.
/// </summary>
public sealed class ProviderHttp : IDisposable
{
    /// <summary>A reply with keys or tokens has some kilobytes.</summary>
    private const int MaxReplyBytes = 1 << 20;

    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly SocketsHttpHandler _sockets;

    public ProviderHttp(TokenSettings settings, EgressPolicy egress, TimeProvider time)
    {
        _sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = settings.ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = (context, token) => ConnectAsync(egress, settings, context.DnsEndPoint, token),
            SslOptions =
            {
                CertificateChainPolicy = TlsTrust.System.ChainPolicy,
                RemoteCertificateValidationCallback = (connection, certificate, chain, errors) =>
                    TrustFor(settings, (connection as SslStream)?.TargetHostName).Accepts(certificate, chain, errors),
            },
        };
        Handler = new Limits(_sockets, time);
    }

    /// <summary>For libraries that make the client themselves.</summary>
    public HttpMessageHandler Handler { get; }

    /// <summary>A client that may be disposed of or kept; all share their connections.</summary>
    public HttpClient CreateClient() => new(Handler, disposeHandler: false) { Timeout = Timeout, MaxResponseContentBufferSize = MaxReplyBytes };

    public void Dispose() => Handler.Dispose();

    private static async ValueTask<Stream> ConnectAsync(
        EgressPolicy egress, TokenSettings settings, DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        if (!settings.Providers.Values.Any(provider => IsNamed(provider, endPoint)))
        {
            return await egress.ConnectToPublicAsync(endPoint, cancellationToken);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsNamed(OAuthProviderOptions provider, DnsEndPoint endPoint) =>
        OAuthProviderRules.AuthorityOf(provider) is var authority
        && authority.IdnHost.Trim('[', ']').Equals(endPoint.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase) && authority.Port == endPoint.Port;

    private static TlsTrust TrustFor(TokenSettings settings, string? host) =>
        MailHost.TryCanonical(host ?? "") is { } canonical ? settings.TrustFor(canonical) : TlsTrust.System;

    /// <summary>The libraries need not keep to any limit.</summary>
    private sealed class Limits(HttpMessageHandler inner, TimeProvider time) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri?.Scheme != Uri.UriSchemeHttps)
            {
                throw new TokenException(
                    TokenFailure.Settings, $"The identity provider names an address without encryption: {request.RequestUri?.GetLeftPart(UriPartial.Path)}");
            }

            using var expiry = new CancellationTokenSource(Timeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
            try
            {
                var response = await base.SendAsync(request, both.Token);
                await response.Content.LoadIntoBufferAsync(MaxReplyBytes, both.Token);
                return response;
            }
            catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TokenException(TokenFailure.Transient, $"{request.RequestUri.Host} did not answer within {Timeout.TotalSeconds:0} s.", exception);
            }
            catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
            {
                throw new TokenException(TokenFailure.Settings, $"The reply of {request.RequestUri.Host} has more than {MaxReplyBytes} bytes.", exception);
            }
        }
    }
}
