using Services83.EMail.Storage;

namespace Services83.EMail.Connections.Finding;

/// <summary>Finds servers by the SRV records of a domain (RFC 6186, RFC 8314 section 5.1).</summary>
internal sealed class ServiceSearch(MailDns dns)
{
    private const string Source = "DNS (SRV records)";

    /// <summary>In the order of RFC 8314: TLS from the first byte before STARTTLS, IMAP before POP3.</summary>
    private static readonly Service[] Services =
    [
        new("_imaps", MailProtocol.Imap, MailSecurity.Tls), new("_imap", MailProtocol.Imap, MailSecurity.StartTls),
        new("_pop3s", MailProtocol.Pop3, MailSecurity.Tls), new("_pop3", MailProtocol.Pop3, MailSecurity.StartTls),
        new("_submissions", MailProtocol.Smtp, MailSecurity.Tls), new("_submission", MailProtocol.Smtp, MailSecurity.StartTls),
    ];

    /// <param name="wanted">The protocol for incoming mail; null for the best.</param>
    /// <returns>Null when the domain names no such service.</returns>
    public async Task<FoundSettings?> FindAsync(string domain, MailProtocol? wanted, CancellationToken cancellationToken)
    {
        var records = await Task.WhenAll(Services.Select(service => dns.ServicesAsync($"{service.Label}._tcp.{domain}", cancellationToken)));
        var found = Services.Zip(records, (service, all) => (service.Protocol, Server: Choose(service, all))).ToArray();
        var incoming = found.FirstOrDefault(one => one.Server is not null && one.Protocol != MailProtocol.Smtp && (wanted ?? one.Protocol) == one.Protocol).Server;
        var outgoing = found.FirstOrDefault(one => one.Server is not null && one.Protocol == MailProtocol.Smtp).Server;
        return incoming is null && outgoing is null ? null : new FoundSettings(Source, incoming, outgoing)
        {
            Warnings =
            [
                .. new[] { incoming, outgoing }.OfType<FoundServer>().Select(server => server.Endpoint.Host).Distinct()
                    .Where(host => !IsWithin(host, domain))
                    .Select(host => $"{host} is not in the domain {domain}, and the answer of DNS is not protected: "
                        + "make sure that this host may get the password (RFC 6186, section 6)."),
            ],
        };
    }

    /// <summary>
    /// The server of a service: the lowest priority, among these the greatest weight. A client would choose among them at random at each
    /// connection; an account has one server. Null when the service is not offered.
    /// </summary>
    internal static FoundServer? Choose(MailProtocol protocol, MailSecurity security, IEnumerable<ServiceRecord> records) =>
        records.OrderBy(record => record.Priority).ThenByDescending(record => record.Weight).ThenBy(record => record.Target, StringComparer.Ordinal)
            .Where(record => record.Port is > 0 and <= 65535 && MailHost.TryCanonical(record.Target) is not null)
            .Select(record => new FoundServer(protocol, new MailEndpoint(record.Target, record.Port, security))).FirstOrDefault();

    private static FoundServer? Choose(Service service, IEnumerable<ServiceRecord> records) => Choose(service.Protocol, service.Security, records);

    private static bool IsWithin(string host, string domain) => host == domain || host.EndsWith($".{domain}", StringComparison.Ordinal);

    private sealed record Service(string Label, MailProtocol Protocol, MailSecurity Security);
}
