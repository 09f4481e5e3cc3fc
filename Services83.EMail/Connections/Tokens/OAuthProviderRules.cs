using Services83.EMail.Storage;

namespace Services83.EMail.Connections.Tokens;

/// <summary>The defaults of the kinds of identity providers, and what their settings must and must not have.</summary>
public static class OAuthProviderRules
{
    private const string MicrosoftAuthority = "https://login.microsoftonline.com";
    private const string EveryOrganisation = "organizations";

    /// <summary>The provider's address; for Microsoft with the tenant.</summary>
    public static Uri AuthorityOf(OAuthProviderOptions options) => options.Kind switch
    {
        OAuthProviderKind.Microsoft => new Uri(
            $"{(options.Authority?.AbsoluteUri ?? MicrosoftAuthority).TrimEnd('/')}/{(options.Tenant.Length > 0 ? options.Tenant : EveryOrganisation)}"),
        OAuthProviderKind.Google => options.Authority ?? new Uri("https://accounts.google.com"),
        OAuthProviderKind.OpenId => options.Authority!,
    };

    public static IReadOnlyList<string> ScopesOf(OAuthProviderOptions options) => options switch
    {
        { Scopes: [_, ..] scopes } => scopes,
        { Kind: OAuthProviderKind.Microsoft, AllMailboxes: true } => ["https://outlook.office365.com/.default"],
        { Kind: OAuthProviderKind.Microsoft } => ["https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send"],
        { Kind: OAuthProviderKind.Google, AllMailboxes: true } => ["https://mail.google.com/"],
        { Kind: OAuthProviderKind.Google } => ["openid", "email", "https://mail.google.com/"],
        _ => ["openid", "email", "offline_access"],
    };

    /// <summary>The servers of mailboxes at the provider, as a person would write them; null where there are no usual ones.</summary>
    public static (string Incoming, string Outgoing)? ServersOf(OAuthProviderOptions options) => options.Kind switch
    {
        OAuthProviderKind.Microsoft => ("outlook.office365.com", "smtp.office365.com:587"),
        OAuthProviderKind.Google => ("imap.gmail.com", "smtp.gmail.com:465"),
        OAuthProviderKind.OpenId => null,
    };

    /// <summary>Whether a mail server may get the tokens. A client can enter any server in an account, so the settings decide.</summary>
    /// <param name="options">The provider.</param>
    /// <param name="host">The server, in its canonical form.</param>
    public static bool MayGetTokens(OAuthProviderOptions options, string host) => HostsOf(options).Any(pattern =>
        pattern.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
            : MailHost.TryCanonical(pattern) == host);

    /// <summary>What is wrong with the settings of a provider; each sentence begins with the name of a setting.</summary>
    public static IEnumerable<string> Check(OAuthProviderOptions options)
    {
        var usesSecret = options.ClientSecret.Length > 0;
        var usesCertificate = options.CertificateFile.Length > 0;
        var usesKey = options.KeyFile.Length > 0;
        (string Setting, bool IsWrong, string Reason)[] rules =
        [
            ("ClientId", options.ClientId.Length == 0 && !usesKey, "is missing: the id that the provider gave this program."),
            ("Authority", options.Authority is { } authority && !IsAddress(authority), "must be an address such as https://login.example.com."),
            ("Authority", options is { Kind: OAuthProviderKind.OpenId, Authority: null }, "is missing: the address of the provider, https."),
            ("Hosts", options is { Kind: OAuthProviderKind.OpenId, Hosts: [] }, "is missing: the mail servers that get the tokens."),
            ("Hosts", options.Hosts.Any(host => MailHost.TryCanonical(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host) is null), "must be names of hosts."),
            ("Tenant", options.Kind != OAuthProviderKind.Microsoft && options.Tenant.Length > 0, "is for Microsoft only."),
            ("Tenant", options.Tenant.Any(character => !char.IsAsciiLetterOrDigit(character) && character is not ('-' or '.')), "must be the id or the domain of an organisation."),
            ("Tenant", options is { Kind: OAuthProviderKind.Microsoft, AllMailboxes: true, Tenant: "" }, "is missing: AllMailboxes needs to know which organisation."),
            ("CertificateFile", options.Kind != OAuthProviderKind.Microsoft && usesCertificate, "is for Microsoft only."),
            ("CertificateFile", usesCertificate && usesSecret, "and ClientSecret exclude each other."),
            ("KeyFile", usesKey && options is not { Kind: OAuthProviderKind.Google, AllMailboxes: true }, "is for a service account of Google with AllMailboxes."),
            ("KeyFile", !usesKey && options is { Kind: OAuthProviderKind.Google, AllMailboxes: true }, "is missing: AllMailboxes needs a service account."),
            ("ClientSecret", options is { Kind: OAuthProviderKind.Google, AllMailboxes: false } && !usesSecret, "is missing: Google requires it."),
            ("ClientSecret", options is { Kind: OAuthProviderKind.Microsoft, AllMailboxes: true } && !usesSecret && !usesCertificate, "or CertificateFile is missing: AllMailboxes needs one of them."),
            ("AllMailboxes", options is { Kind: OAuthProviderKind.OpenId, AllMailboxes: true }, "is for Microsoft and Google only."),
        ];
        return rules.Where(rule => rule.IsWrong).Select(rule => $"{rule.Setting} {rule.Reason}");
    }

    private static bool IsAddress(Uri address) =>
        address.IsAbsoluteUri && address.Scheme == Uri.UriSchemeHttps && address.Query.Length == 0 && address.Fragment.Length == 0;

    private static string[] HostsOf(OAuthProviderOptions options) => options switch
    {
        { Hosts: [_, ..] hosts } => hosts,
        { Kind: OAuthProviderKind.Microsoft } => ["outlook.office365.com", "outlook.office.com", "smtp.office365.com", "smtp-mail.outlook.com"],
        { Kind: OAuthProviderKind.Google } => ["imap.gmail.com", "smtp.gmail.com", "pop.gmail.com"],
        _ => [],
    };
}
