using DnsClient;
using Services83.EMail.Connections.Finding;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Mailbox.Domains;

/// <summary>Asks DNS about mail domains.</summary>
internal sealed class MailDomainService(CallContext call, MailDns dns) : IMailDomainOperations
{
    /// <summary>Longer than an SPF record that DNS can hold.</summary>
    private const int MaxRecordLength = 10_000;

    /// <exception cref="InvalidArgumentException">The text is not the name of a domain.</exception>
    /// <exception cref="MailServerException">The name servers do not answer.</exception>
    public async Task<bool> HasMXRecordAsync(string? mailDomain)
    {
        call.RequireCaller();
        var domain = Domain("MailDomain", mailDomain);

        // An empty name means that the domain receives no mail (RFC 7505).
        return (await AskAsync(domain, () => dns.MailExchangesAsync(domain, call.Aborted))).Any(host => host.Length > 0);
    }

    /// <exception cref="InvalidArgumentException">One of the texts cannot be used.</exception>
    /// <exception cref="MailServerException">The name servers do not answer.</exception>
    public async Task<bool> HasSPFRecordAsync(string? sourceSpf, string? targetDomain)
    {
        call.RequireCaller();
        var domain = Domain("TargetDomain", targetDomain);
        var wanted = Wanted(sourceSpf?.Trim() ?? "", domain);
        var search = new SpfSearch(name => dns.TextsAsync(name, call.Aborted));
        return await AskAsync(domain, () => search.ContainsAsync(domain, wanted));
    }

    /// <summary>Reads the terms to look for; the name of a domain means that it must be included.</summary>
    private static SpfTerm[] Wanted(string source, string domain)
    {
        if (source.Length is 0 or > MaxRecordLength)
        {
            throw new InvalidArgumentException("SourceSpf", "Name a domain, such as spf.example.net, or terms of an SPF record.");
        }

        var text = !source.Contains(' ') && source.Contains('.') && MailHost.TryCanonical(source) is { } host && !IsAddress(host) ? $"include:{host}" : source;
        try
        {
            return [.. SpfTerm.ReadAll(text, domain).Where(term => term.SaysWhoMaySend)];
        }
        catch (FormatException exception)
        {
            throw new InvalidArgumentException("SourceSpf", exception.Message);
        }
    }

    private static string Domain(string argument, string? text) => MailHost.TryCanonical(text?.Trim() ?? "") is { } domain && !IsAddress(domain)
        ? domain
        : throw new InvalidArgumentException(argument, $"{argument} must be the name of a domain, such as example.com.");

    private static bool IsAddress(string host) => System.Net.IPAddress.TryParse(host, out _);

    private static async Task<T> AskAsync<T>(string domain, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (DnsResponseException exception)
        {
            throw new MailServerException(domain, $"The name servers do not answer for {domain}: {exception.Message}", transient: true, exception);
        }
    }
}
