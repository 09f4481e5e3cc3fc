using System.Net;
using System.Net.Sockets;
using Services83.EMail.Storage;

namespace Services83.EMail.Administration.Doctor;

/// <summary>Examines the mail servers of the accounts: their names, the logins, and how long their certificates are valid.</summary>
internal sealed class MailExamination(AccountStore accounts, AccountAdministration administration, TimeProvider time)
{
    /// <summary>A certificate that ends sooner is worth a word.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(21);

    /// <summary>One after another, so that no mail server is asked more than usual; paused accounts are left out.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        var tested = new List<TestedLogin>();
        foreach (var account in (await accounts.ListAsync(cancellationToken)).Where(account => account is { Disabled: false, Incoming: not null }))
        {
            var logins = await administration.TestAsync(account.AccountId, cancellationToken);
            tested.AddRange(logins);
            findings.AddRange(logins.Select(login => OfLogin(account, login)));
        }

        foreach (var host in tested.Select(login => login.Endpoint.Host).Distinct())
        {
            findings.Add(await OfNameAsync(host, cancellationToken));
        }

        findings.AddRange(tested.Where(login => login.CertificateEnds is not null)
            .GroupBy(login => (login.Endpoint.Host, login.Endpoint.Port)).Select(group => OfCertificate(group.Key, group.Min(login => login.CertificateEnds!.Value))));
        return findings;
    }

    private static Finding OfLogin(StoredAccount account, TestedLogin login)
    {
        var subject = $"Account {account.AccountId} {account.EmailAddress}, {$"{login.Protocol}".ToUpperInvariant()}";
        return login.Failure is null
            ? new(Severity.Ok, subject, $"{login.Endpoint.Host} accepts the login")
            : new(
                Severity.Error, subject, login.Failure,
                $"With a new password: account password {account.AccountId}. With another server: account change {account.AccountId}. To leave it alone: account disable {account.AccountId}.");
    }

    private static async Task<Finding> OfNameAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
            return new(Severity.Ok, $"Name {host}", $"leads to {string.Join(", ", addresses.Take(4).Select(address => $"{address}"))}");
        }
        catch (SocketException exception)
        {
            return new(
                Severity.Error, $"Name {host}", exception.SocketErrorCode == SocketError.HostNotFound ? "is unknown" : "cannot be resolved now",
                "Check the spelling in the account and the DNS servers of this machine.");
        }
    }

    private Finding OfCertificate((string Host, int Port) server, DateTimeOffset ends)
    {
        var subject = $"Certificate of {server.Host}:{server.Port}";
        var left = ends - time.GetUtcNow();
        return left > Soon
            ? new(Severity.Ok, subject, $"is valid until {ends.UtcDateTime:yyyy-MM-dd}")
            : new(
                Severity.Warning, subject, left > TimeSpan.Zero ? $"ends on {ends.UtcDateTime:yyyy-MM-dd}" : $"ended on {ends.UtcDateTime:yyyy-MM-dd}, and is accepted because it is pinned",
                "Ask whoever runs that server. If you have pinned the certificate, pin the new one in Mail:PinnedCertificates too.");
    }
}
