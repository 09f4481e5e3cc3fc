using System.Buffers;
using Microsoft.Extensions.Options;
using Services83.EMail.Connections;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Mailbox.Servers;

/// <summary>Checks a caller's data of a server and a login.</summary>
internal sealed class ServerLoginReader(IOptions<ConnectionOptions> options)
{
    private const int MaxUserNameLength = 320;

    /// <summary>OAuth tokens are a few thousand characters long.</summary>
    private const int MaxPasswordLength = 16 * 1024;

    /// <summary>What a password begins with that is an access token, as in the header field of HTTP (RFC 6750, section 2.1). The carriers
    /// have no member for the kind of the login.</summary>
    private const string TokenPrefix = "Bearer ";

    private const int MaxFolderLength = 1000;

    /// <summary>RFC 6750, section 2.1: b64token, besides the equals signs at its end.</summary>
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/");

    /// <param name="protocol">The protocol of the server.</param>
    /// <param name="info">The caller's data.</param>
    /// <param name="argument">The operation's argument with these data.</param>
    /// <exception cref="InvalidArgumentException">A value is missing or cannot be used.</exception>
    public ServerLogin Read(MailProtocol protocol, EMailConnectionInfo? info, string argument = "ConnectionInfo") => info is null
        ? throw Missing(argument)
        : Read(protocol, info.ServerName, port: 0, info.UseSSL, info.UserName, info.Password);

    /// <inheritdoc cref="Read(MailProtocol, EMailConnectionInfo?, string)"/>
    public ServerLogin Read(EMailConnectionInfoExtended? info) => info is null
        ? throw Missing("ConnectionInfoExtended")
        : Read(ProtocolOf(info), info.ServerName, info.Port, info.UseSSL, info.UserName, info.Password);

    /// <exception cref="InvalidArgumentException">It is not one of the three.</exception>
    public static MailProtocol ProtocolOf(EMailConnectionInfoExtended? info) => info?.Protocol?.Trim().ToUpperInvariant() switch
    {
        _ when info is null => throw Missing("ConnectionInfoExtended"),
        "IMAP" => MailProtocol.Imap,
        "POP3" => MailProtocol.Pop3,
        "SMTP" => MailProtocol.Smtp,
        _ => throw new InvalidArgumentException("Protocol", "The protocol must be IMAP, POP3 or SMTP."),
    };

    /// <summary>The folder; an empty name means the inbox.</summary>
    /// <exception cref="InvalidArgumentException">The text cannot be the name of a folder on any server.</exception>
    public static string FolderOf(string? name, string argument = "Folder") => string.IsNullOrEmpty(name)
        ? "INBOX"
        : name.Length <= MaxFolderLength && !name.Any(char.IsControl)
            ? name
            : throw new InvalidArgumentException(argument, $"A folder's name has at most {MaxFolderLength} characters and no control characters.");

    private ServerLogin Read(MailProtocol protocol, string? server, int port, bool useSsl, string? userName, string? password)
    {
        var endpoint = Endpoint(protocol, server, port, useSsl);
        var isOpen = !useSsl && options.Value.CleartextHosts.Any(host => MailHost.Canonical(host) == endpoint.Host);
        var user = Text("UserName", userName, MaxUserNameLength);
        if (user.Length == 0 && protocol != MailProtocol.Smtp)
        {
            throw new InvalidArgumentException("UserName", "A user name is needed.");
        }

        var secret = Text("Password", password, MaxPasswordLength);
        var usesToken = secret.StartsWith(TokenPrefix, StringComparison.OrdinalIgnoreCase);
        return new ServerLogin(endpoint, user, new Secret(usesToken ? Token(secret) : secret))
        {
            Cleartext = isOpen && endpoint.Security == MailSecurity.StartTls,
            UsesToken = usesToken,
        };
    }

    private static string Token(string password)
    {
        var token = password[TokenPrefix.Length..].Trim(' ');
        return token.TrimEnd('=') is { Length: > 0 } text && !text.AsSpan().ContainsAnyExcept(TokenCharacters)
            ? token
            : throw new InvalidArgumentException("Password", "After 'Bearer ' an access token is expected: letters, digits and -._~+/ with = at the end only.");
    }

    private static MailEndpoint Endpoint(MailProtocol protocol, string? server, int port, bool useSsl)
    {
        try
        {
            return MailEndpoint.Parse(protocol, server ?? "", port, useSsl ? MailSecurity.Tls : MailSecurity.StartTls);
        }
        catch (InvalidArgumentException exception) when (exception.Parameters["argument"] == "Server")
        {
            throw new InvalidArgumentException("ServerName", exception.Message);
        }
    }

    private static string Text(string name, string? text, int maxLength)
    {
        text ??= "";
        return text.Length <= maxLength && !text.Any(char.IsControl)
            ? text
            : throw new InvalidArgumentException(name, $"{name} must have at most {maxLength} characters and no control characters.");
    }

    private static InvalidArgumentException Missing(string argument) =>
        new(argument, "Name the mail server and the login.");
}
