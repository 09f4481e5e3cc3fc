using System.Security.Cryptography;

namespace Services83.EMail.Commands.Sandbox.Control;

/// <summary>What the interface says about the sandbox as a whole.</summary>
internal sealed record SandboxState(
    string Host, PortPair Imap, PortPair Smtp, PortPair Pop3, string CertificateSha256, string? Server, IReadOnlyList<SandboxUser> Users)
{
    public static SandboxState Of(RunningSandbox sandbox)
    {
        var mail = sandbox.Mail;
        return new(
            mail.Host, new(mail.Imap.Port, mail.Imap.TlsPort), new(mail.Smtp.Port, mail.Smtp.TlsPort), new(mail.Pop3.Port, mail.Pop3.TlsPort),
            mail.Imap.Certificate.GetCertHashString(HashAlgorithmName.SHA256), sandbox.Front?.Url,
            [.. mail.Owners.Select(owner => new SandboxUser(owner.Mailbox.User, owner.Mailbox.Password, owner.AccountId, owner.Login, owner.Password))]);
    }
}

/// <summary>The port with STARTTLS and the port with TLS from the first byte.</summary>
internal sealed record PortPair(int Port, int TlsPort);

/// <summary>A mailbox with its password, and the account and the login of its owner at the program in front.</summary>
internal sealed record SandboxUser(string Mailbox, string MailboxPassword, int AccountId, string Login, string Password);
