namespace Services83.EMail.Connections.Tokens;

/// <summary>Which identity provider it is, and so by which library the program talks to it.</summary>
public enum OAuthProviderKind
{
    /// <summary>Any provider with OpenID Connect Discovery.</summary>
    OpenId,

    /// <summary>Microsoft 365, Outlook.com.</summary>
    Microsoft,

    /// <summary>Gmail, Google Workspace.</summary>
    Google,
}

/// <summary>Settings under <c>Mail:OAuth:&lt;name&gt;</c>: an identity provider that issues access tokens for mailboxes.</summary>
public sealed class OAuthProviderOptions
{
    /// <summary>Default: any provider with OpenID Connect Discovery.</summary>
    public OAuthProviderKind Kind { get; set; }

    /// <summary>The id that the provider gave this program as its client.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The secret of that client; empty for a public client.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>PEM file with a certificate and its private key, which Microsoft accepts instead of a secret.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>JSON file with the key of a service account of Google.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>Microsoft: id or domain of the organisation. Default <c>organizations</c>: persons of any organisation.</summary>
    public string Tenant { get; set; } = "";

    /// <summary>
    /// The provider's address, https; the issuer of OpenID Connect Discovery. Microsoft and Google have a default.
    /// </summary>
    public Uri? Authority { get; set; }

    /// <summary>What the program asks for; Microsoft and Google have a default.</summary>
    public string[] Scopes { get; set; } = [];

    /// <summary>
    /// Whether an administrator has consented for all mailboxes of the organisation, so that their owners are not asked. The program then
    /// gets tokens as itself: Microsoft with a secret or a certificate, Google with a service account.
    /// </summary>
    public bool AllMailboxes { get; set; }

    /// <summary>The only mail servers that get the tokens; <c>*.example.com</c> for all names below a domain. Microsoft and Google have a
    /// default.</summary>
    public string[] Hosts { get; set; } = [];
}
