using System.Text;

namespace Services83.EMail.Mail.Transport;

/// <summary>User name and password or token. Not a record, so that printing it shows no secret.</summary>
public sealed class MailCredentials
{
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

    /// <summary>An OAuth 2.0 access token, sent by the XOAUTH2 mechanism of Google and Microsoft.</summary>
    public static MailCredentials OAuth(string userName, string accessToken) => new(userName, accessToken, isOAuth: true);

    public override string ToString() => UserName;

    /// <summary>The single message of the SASL exchange, in base64.</summary>
    internal string ToSaslResponse() => Convert.ToBase64String(Encoding.UTF8.GetBytes(IsOAuth
        ? $"user={UserName}\u0001auth=Bearer {Secret}\u0001\u0001"
        : $"\0{UserName}\0{Secret}"));
}
