using System.Net;
using DnsClient;
using DnsClient.Protocol;
using Microsoft.Extensions.Options;

namespace Services83.EMail.Connections.Finding;

/// <summary>
/// Looks up the DNS records that are about mail. The library checks that an answer belongs to its question, and asks again over TCP when an
/// answer is too long for UDP.
/// </summary>
public sealed class MailDns(IOptions<DnsOptions> options)
{
    /// <summary>Most records of one answer that are used.</summary>
    private const int MaxRecords = 50;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    // Reading the system's settings takes time, and most runs of the program look up nothing.
    private readonly Lazy<LookupClient> _client = new(() => new LookupClient(OptionsFor(options.Value)));

    /// <summary>Services of a domain (RFC 2782); empty when there are none.</summary>
    /// <param name="name">Such as <c>_imaps._tcp.example.com</c>.</param>
    /// <exception cref="DnsResponseException">No server answers, or the answer is an error.</exception>
    public async Task<IReadOnlyList<ServiceRecord>> ServicesAsync(string name, CancellationToken cancellationToken) =>
    [
        .. (await AskAsync<SrvRecord>(name, QueryType.SRV, cancellationToken))
            .Select(record => new ServiceRecord(record.Priority, record.Weight, record.Port, record.Target.Value.TrimEnd('.'))),
    ];

    /// <summary>The hosts that receive the mail of a domain (RFC 5321, section 5.1), the preferred ones first; empty when there are none.</summary>
    /// <exception cref="DnsResponseException">No server answers, or the answer is an error.</exception>
    public async Task<IReadOnlyList<string>> MailExchangesAsync(string domain, CancellationToken cancellationToken) =>
        [.. (await AskAsync<MxRecord>(domain, QueryType.MX, cancellationToken)).OrderBy(record => record.Preference).Select(record => record.Exchange.Value.TrimEnd('.'))];

    /// <summary>The texts of a name, the strings of each joined (RFC 7208, section 3.3); empty when there are none.</summary>
    /// <exception cref="DnsResponseException">No server answers, or the answer is an error.</exception>
    public async Task<IReadOnlyList<string>> TextsAsync(string name, CancellationToken cancellationToken) =>
        [.. (await AskAsync<TxtRecord>(name, QueryType.TXT, cancellationToken)).Select(record => string.Concat(record.Text))];

    private async Task<IEnumerable<TRecord>> AskAsync<TRecord>(string name, QueryType type, CancellationToken cancellationToken)
        where TRecord : DnsResourceRecord
    {
        var answer = await _client.Value.QueryAsync(name, type, cancellationToken: cancellationToken);
        // A name that does not exist is an answer, and not a failure.
        return answer.Header.ResponseCode is DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain
            ? answer.Answers.OfType<TRecord>().Take(MaxRecords)
            : throw new DnsResponseException((DnsResponseCode)answer.Header.ResponseCode);
    }

    private static LookupClientOptions OptionsFor(DnsOptions options)
    {
        var client = options.Servers.Length == 0
            ? new LookupClientOptions()
            : new LookupClientOptions([.. options.Servers.Select(AddressOf)]);
        client.Timeout = Timeout;
        client.Retries = 1;
        client.UseCache = false;
        client.ThrowDnsErrors = false;
        return client;
    }

    private static IPEndPoint AddressOf(string text)
    {
        var server = IPEndPoint.Parse(text);
        return server.Port == 0 ? new IPEndPoint(server.Address, NameServer.DefaultPort) : server;
    }
}

/// <summary>A service as DNS names it (RFC 2782).</summary>
/// <param name="Priority">The lowest is used first.</param>
/// <param name="Weight">Among equal priorities the greatest gets the most clients.</param>
/// <param name="Port">0 to 65535.</param>
/// <param name="Target">The host, without the final dot; empty means that the service is not offered.</param>
public readonly record struct ServiceRecord(int Priority, int Weight, int Port, string Target);
