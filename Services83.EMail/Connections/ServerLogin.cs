using System.Security.Cryptography;
using System.Text;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections;

/// <summary>A server and a login, both named by a caller.</summary>
/// <param name="Endpoint">The server.</param>
/// <param name="UserName">Login name there; not empty.</param>
/// <param name="Password">Used for this call alone.</param>
public sealed record ServerLogin(MailEndpoint Endpoint, string UserName, Secret Password)
{
    /// <summary>So that what is kept in memory of a password is of no use outside of this process.</summary>
    private static readonly byte[] ProcessKey = RandomNumberGenerator.GetBytes(32);

    /// <summary>Whether the line stays unencrypted, whatever <see cref="Endpoint"/> says.</summary>
    public bool Cleartext { get; init; }

    /// <summary>Whether <see cref="Password"/> is an OAuth token (RFC 7628).</summary>
    public bool UsesToken { get; init; }

    /// <summary>Tells two logins apart that may not share a connection. Holds no password.</summary>
    internal ConnectionKey Key => new(
        Endpoint, Cleartext, UsesToken, UserName, Convert.ToHexString(HMACSHA256.HashData(ProcessKey, Encoding.UTF8.GetBytes(Password.Reveal()))));
}

internal sealed record ConnectionKey(MailEndpoint Endpoint, bool Cleartext, bool UsesToken, string UserName, string PasswordHash);
