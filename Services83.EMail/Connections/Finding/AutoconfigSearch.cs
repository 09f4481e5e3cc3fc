using System.Net;
using System.Xml;
using Services83.EMail.Connections.Egress;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections.Finding;

/// <summary>Fetches the document in which a domain describes its mail servers, over HTTPS and from hosts of the domain only.</summary>
/// <param name="client">Connects within the egress policy.</param>
internal sealed class AutoconfigSearch(HttpClient client)
{
    private const int MaxRedirects = 3;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <param name="egress">Which hosts and networks may be connected to.</param>
    public static HttpClient ClientFor(EgressPolicy egress) => new(
        new SocketsHttpHandler
        {
            // The framework does not follow from https to another scheme.
            MaxAutomaticRedirections = MaxRedirects,
            SslOptions = { CertificateChainPolicy = TlsTrust.System.ChainPolicy },
            ConnectCallback = async (context, cancellationToken) => await egress.ConnectHttpsAsync(context.DnsEndPoint, cancellationToken),
            UseCookies = false,
            UseProxy = false,
            MaxResponseHeadersLength = 16,
        })
    {
        Timeout = Timeout,
        MaxResponseContentBufferSize = AutoconfigDocument.MaxLength,
    };

    /// <param name="wanted">The protocol for incoming mail; null for the best.</param>
    /// <param name="rejected">Gets the reason if a document was found that cannot be used.</param>
    /// <returns>Null when the domain has no such document.</returns>
    public async Task<FoundSettings?> FindAsync(
        string address, string domain, MailProtocol? wanted, ICollection<string> rejected, CancellationToken cancellationToken)
    {
        string[] urls =
        [
            $"https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={Uri.EscapeDataString(address)}",
            $"https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
        ];
        foreach (var url in urls)
        {
            try
            {
                using var response = await client.GetAsync(url, cancellationToken);
                if (response.StatusCode == HttpStatusCode.OK
                    && AutoconfigDocument.Read(await response.Content.ReadAsByteArrayAsync(cancellationToken), address, wanted) is { } found)
                {
                    return found;
                }
            }
            catch (XmlException exception)
            {
                rejected.Add($"The document at {Shown(url)} cannot be read: {exception.Message}");
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                if (exception.GetBaseException() is MailServerException forbidden)
                {
                    rejected.Add(forbidden.Message);
                }
                else if (exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded })
                {
                    rejected.Add($"The document at {Shown(url)} cannot be fetched: its server has no valid certificate, or it is larger than {AutoconfigDocument.MaxLength} bytes.");
                }
            }
        }

        return null;
    }

    private static string Shown(string url) => url.Split('?')[0];
}
