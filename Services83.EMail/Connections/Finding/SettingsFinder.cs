using System.Net.Sockets;
using DnsClient;
using Services83.EMail.Connections.Egress;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections.Finding;

/// <summary>
/// Finds the mail servers of an address: in a list of large providers, in the domain's own DNS records and document, and by the hosts that
/// receive its mail. Nothing is sent to anybody but the domain and the DNS servers, and nothing logs in anywhere.
/// </summary>
public sealed class SettingsFinder : IDisposable
{
    private readonly MailDns _dns;
    private readonly EgressPolicy _egress;
    private readonly HttpClient _http;

    public SettingsFinder(MailDns dns, EgressPolicy egress)
        : this(dns, egress, AutoconfigSearch.ClientFor(egress))
    {
    }

    /// <param name="http">Fetches the document of the domain.</param>
    internal SettingsFinder(MailDns dns, EgressPolicy egress, HttpClient http) => (_dns, _egress, _http) = (dns, egress, http);

    /// <param name="address">An e-mail address.</param>
    /// <param name="protocol">The protocol for incoming mail; null for the best that is offered.</param>
    /// <exception cref="InvalidArgumentException">The address has no valid domain.</exception>
    public async Task<SearchResult> FindAsync(string address, MailProtocol? protocol, CancellationToken cancellationToken)
    {
        var domain = DomainOf(address);
        if (protocol is not MailProtocol.Pop3 && KnownProviders.ByDomain(domain) is { } known)
        {
            return new([known], []);
        }

        var rejected = new List<string>();
        var services = LookUpAsync(() => new ServiceSearch(_dns).FindAsync(domain, protocol, cancellationToken));
        var document = new AutoconfigSearch(_http).FindAsync(address, domain, protocol, rejected, cancellationToken);
        var exchange = LookUpAsync(() => ByExchangeAsync(domain, protocol, cancellationToken));
        var candidates = new List<FoundSettings>();
        foreach (var (found, failure) in new[] { await services, (await document, null), await exchange })
        {
            if (failure is not null && !rejected.Contains(failure))
            {
                rejected.Add(failure);
            }

            if (found is not null && await CheckedAsync(found, rejected, cancellationToken) is { Incoming: not null } usable)
            {
                candidates.Add(usable);
            }
        }

        return new([.. candidates.Select(one => Completed(one, candidates))], rejected);
    }

    public void Dispose() => _http.Dispose();

    private static string DomainOf(string address)
    {
        var at = address.LastIndexOf('@');
        return at > 0 && MailHost.TryCanonical(address[(at + 1)..]) is { } domain && domain.Contains('.', StringComparison.Ordinal)
            ? domain
            : throw new InvalidArgumentException("EMailAddress", $"'{address}' is not an e-mail address with a domain.");
    }

    /// <summary>Without DNS the other sources may still know something.</summary>
    private static async Task<(FoundSettings? Found, string? Failure)> LookUpAsync(Func<Task<FoundSettings?>> search)
    {
        try
        {
            return (await search(), null);
        }
        catch (DnsResponseException exception)
        {
            return (null, $"DNS was asked in vain: {exception.DnsError}");
        }
        catch (ArgumentException)
        {
            return (null, "DNS cannot be asked for this domain: a part of its name is too long, or has characters that DNS does not have.");
        }
    }

    private async Task<FoundSettings?> ByExchangeAsync(string domain, MailProtocol? protocol, CancellationToken cancellationToken) =>
        protocol is MailProtocol.Pop3 ? null
            : (await _dns.MailExchangesAsync(domain, cancellationToken)).Select(KnownProviders.ByExchange).FirstOrDefault(found => found is not null);

    /// <summary>Without the servers that this installation does not connect to.</summary>
    private async Task<FoundSettings> CheckedAsync(FoundSettings found, List<string> rejected, CancellationToken cancellationToken) => found with
    {
        Incoming = await CheckedAsync(found.Source, found.Incoming, rejected, cancellationToken),
        Outgoing = await CheckedAsync(found.Source, found.Outgoing, rejected, cancellationToken),
    };

    private async Task<FoundServer?> CheckedAsync(string source, FoundServer? server, List<string> rejected, CancellationToken cancellationToken)
    {
        if (server is null)
        {
            return null;
        }

        try
        {
            await _egress.ResolveAsync(server.Endpoint.Host, server.Endpoint.Port, cancellationToken);
            return server;
        }
        catch (MailServerException exception)
        {
            rejected.Add($"{source}: {server}. {exception.Message}");
        }
        catch (SocketException exception)
        {
            rejected.Add($"{source}: {server}, but {LineTrouble.Of(exception)}.");
        }

        return null;
    }

    /// <summary>Says what others say; takes the server for outgoing mail from them if this source names none.</summary>
    private static FoundSettings Completed(FoundSettings found, List<FoundSettings> all) => found with
    {
        Outgoing = found.Outgoing ?? all.Select(other => other.Outgoing).FirstOrDefault(server => server is not null),
        Warnings =
        [
            .. found.Warnings,
            .. all.Where(other => other.Incoming!.Endpoint != found.Incoming!.Endpoint || other.Incoming.Protocol != found.Incoming.Protocol)
                .Select(other => $"{other.Source} names another server: {other.Incoming}."),
        ],
    };
}
