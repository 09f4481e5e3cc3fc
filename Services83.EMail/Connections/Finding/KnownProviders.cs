using Services83.EMail.Storage;

namespace Services83.EMail.Connections.Finding;

/// <summary>The servers of large providers, by the domains of their addresses and by the hosts that receive mail for their customers' domains.</summary>
internal static class KnownProviders
{
    private const string OAuthOnly = "This provider accepts no passwords, only OAuth tokens.";

    private const string AppPassword = "This provider accepts no passwords of its accounts: make a password for this application there, or use OAuth.";

    private static readonly Provider[] All =
    [
        new("Gmail", ["gmail.com", "googlemail.com"], ["google.com", "googlemail.com"], "imap.gmail.com", "smtp.gmail.com", 465, AppPassword),
        new("Outlook.com", ["outlook.com", "hotmail.com", "live.com", "msn.com"], [], "outlook.office365.com", "smtp-mail.outlook.com", 587, OAuthOnly),
        new("Microsoft 365", [], ["mail.protection.outlook.com", "mx.microsoft"], "outlook.office365.com", "smtp.office365.com", 587, OAuthOnly),
        new("iCloud", ["icloud.com", "me.com", "mac.com"], ["mail.icloud.com"], "imap.mail.me.com", "smtp.mail.me.com", 587, AppPassword),
        new("Yahoo", ["yahoo.com", "ymail.com", "rocketmail.com"], [], "imap.mail.yahoo.com", "smtp.mail.yahoo.com", 465, AppPassword),
        new("AOL", ["aol.com"], [], "imap.aol.com", "smtp.aol.com", 465, AppPassword),
        new("GMX", ["gmx.net", "gmx.de", "gmx.at", "gmx.ch"], [], "imap.gmx.net", "mail.gmx.net", 587, null),
        new("GMX", ["gmx.com"], [], "imap.gmx.com", "mail.gmx.com", 587, null),
        new("WEB.DE", ["web.de"], [], "imap.web.de", "smtp.web.de", 587, null),
        new("T-Online", ["t-online.de"], [], "secureimap.t-online.de", "securesmtp.t-online.de", 465, null),
        new("Fastmail", ["fastmail.com", "fastmail.fm"], ["messagingengine.com"], "imap.fastmail.com", "smtp.fastmail.com", 465, AppPassword),
        new("mailbox.org", ["mailbox.org"], ["mailbox.org"], "imap.mailbox.org", "smtp.mailbox.org", 465, null),
        new("Posteo", ["posteo.de", "posteo.net"], ["posteo.de"], "posteo.de", "posteo.de", 465, null),
        new("Zoho", ["zoho.com", "zohomail.com"], [], "imap.zoho.com", "smtp.zoho.com", 465, null),
    ];

    /// <summary>All of them, for tests.</summary>
    internal static IEnumerable<FoundSettings> Settings => All.Select(provider => provider.Found("list"));

    /// <param name="domain">The part of an address after the @, in lower case.</param>
    public static FoundSettings? ByDomain(string domain) =>
        Array.Find(All, provider => provider.Domains.Contains(domain))?.Found("list of large providers");

    /// <param name="exchange">The host that receives the domain's mail.</param>
    public static FoundSettings? ByExchange(string exchange) =>
        Array.Find(All, provider => Array.Exists(
            provider.Exchanges, suffix => exchange.Equals(suffix, StringComparison.OrdinalIgnoreCase) || exchange.EndsWith($".{suffix}", StringComparison.OrdinalIgnoreCase)))
            ?.Found($"list of large providers, because {exchange} receives the domain's mail");

    private sealed record Provider(string Name, string[] Domains, string[] Exchanges, string Imap, string Smtp, int SmtpPort, string? Warning)
    {
        public FoundSettings Found(string source) => new(
            $"{Name} ({source})",
            new FoundServer(MailProtocol.Imap, new MailEndpoint(Imap, 993, MailSecurity.Tls)),
            new FoundServer(MailProtocol.Smtp, new MailEndpoint(Smtp, SmtpPort, SmtpPort == 465 ? MailSecurity.Tls : MailSecurity.StartTls)))
        {
            Warnings = Warning is null ? [] : [Warning],
        };
    }
}
