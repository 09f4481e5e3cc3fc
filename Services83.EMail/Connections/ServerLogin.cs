using System.Security.Cryptography;
using System.Text;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections;

/// <summary>A server and a login, named by a caller or stored with an account.</summary>
/// <param name="Endpoint">The server.</param>
/// <param name="UserName">Login name; empty for no login, which only servers for outgoing mail accept.</param>
/// <param name="Password">Password or token; the program uses a caller's password only for this call.</param>
public sealed record ServerLogin(MailEndpoint Endpoint, string UserName, Secret Password)
{
    /// <summary>Key of the hash, so that the hash of a password in memory is of no use outside of this process.</summary>
    private static readonly byte[] ProcessKey = RandomNumberGenerator.GetBytes(32);

    /// <summary>Whether the connection is not encrypted, whatever <see cref="Endpoint"/> says.</summary>
    public bool Cleartext { get; init; }

    /// <summary>Whether <see cref="Password"/> is an OAuth token (RFC 7628).</summary>
    public bool UsesToken { get; init; }

    /// <summary>The account by whose consent the program gets the token; null if <see cref="Password"/> is what it logs in with.</summary>
    public int? ConsentOf { get; init; }

    /// <summary>Told until when the server's certificate is valid, when it was accepted.</summary>
    public Action<DateTimeOffset>? CertificateAccepted { get; init; }

    /// <summary>The login that is stored with an account.</summary>
    public static ServerLogin Of(MailLogin login) => new(new MailEndpoint(login.Server, login.Port, login.Security), login.UserName, login.Password)
    {
        UsesToken = login.UsesToken,
        ConsentOf = login.ConsentOf,
    };

    /// <summary>The credentials for the server; null for no login, if there is no user name.</summary>
    /// <exception cref="MailServerException">A stored password cannot be read.</exception>
    internal MailCredentials? Credentials => UserName.Length == 0 ? null
        : UsesToken ? MailCredentials.OAuth(UserName, Password.Reveal())
        : MailCredentials.Password(UserName, Password.Reveal());

    /// <summary>The key of a login: two logins with different keys may not share a connection. Contains no password.</summary>
    internal ConnectionKey Key => new(
        Endpoint, Cleartext, UsesToken, UserName, Convert.ToHexString(HMACSHA256.HashData(ProcessKey, Encoding.UTF8.GetBytes(Password.Reveal()))));
}

internal sealed record ConnectionKey(MailEndpoint Endpoint, bool Cleartext, bool UsesToken, string UserName, string PasswordHash);
