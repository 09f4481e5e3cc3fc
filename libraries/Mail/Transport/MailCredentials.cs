namespace Services83.EMail.Mail.Transport;

/// <summary>User name and password or token. Not a record, so that printing it shows no secret.</summary>
public sealed class MailCredentials
{
    /// <summary>Error text when the server accepts no access token.</summary>
    internal const string NoTokenMechanism = "The server offers neither OAUTHBEARER nor XOAUTH2, so it cannot be given an access token.";

    private MailCredentials(string userName, string secret, bool isOAuth)
    {
        ArgumentException.ThrowIfNullOrEmpty(userName);
        ArgumentNullException.ThrowIfNull(secret);
        if (userName.Contains('\0') || secret.Contains('\0'))
        {
            throw new ArgumentException("User names and passwords cannot hold the character NUL.", nameof(userName));
        }

        UserName = userName;
        Secret = secret;
        IsOAuth = isOAuth;
    }

    public string UserName { get; }

    internal string Secret { get; }

    internal bool IsOAuth { get; }

    /// <summary>A password, sent by SASL PLAIN (RFC 4616) or the protocol's own login.</summary>
    public static MailCredentials Password(string userName, string password) => new(userName, password, isOAuth: false);

    /// <summary>An OAuth 2.0 access token, sent by OAUTHBEARER (RFC 7628), or by XOAUTH2 if the server offers only that.</summary>
    public static MailCredentials OAuth(string userName, string accessToken) => new(userName, accessToken, isOAuth: true);

    public override string ToString() => UserName;

    /// <summary>The SASL exchanges for sending these credentials to a server, the best first.</summary>
    internal IReadOnlyList<SaslExchange> Exchanges(LineOptions server) => IsOAuth
        ? [SaslExchange.OAuthBearer(UserName, Secret, server), SaslExchange.XOAuth2(UserName, Secret)]
        : [SaslExchange.Plain(UserName, Secret)];
}
