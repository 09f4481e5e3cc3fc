using Microsoft.Extensions.Options;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections;

/// <summary>Opens IMAP connections.</summary>
public sealed class ImapConnector(MailLines lines, IOptions<MailOptions> options, ILogger<ImapClient> trace)
{
    /// <summary>Connects to the server of an account, and enables what quick syncs need.</summary>
    /// <inheritdoc cref="ConnectAsync(int, ServerLogin, CancellationToken)" />
    public async Task<ImapClient> ConnectAsync(MailAccount account, CancellationToken cancellationToken)
    {
        var client = await ConnectAsync(account.AssociateId, ServerLogin.Of(account.Incoming), cancellationToken);
        return await client.AfterAsync(client.EnableAsync(["QRESYNC"], cancellationToken));
    }

    /// <summary>Connects and logs in.</summary>
    /// <param name="associateId">Who asks for it; refused logins are counted for each associate.</param>
    /// <param name="login">The server, and who logs in there.</param>
    /// <param name="cancellationToken">Closes the connection.</param>
    /// <exception cref="ImapException">The server cannot be reached or refuses.</exception>
    /// <exception cref="MailServerException">The egress policy forbids the server, or the stored password cannot be read.</exception>
    /// <exception cref="ThrottledException">Too many logins were refused before; the server was not asked.</exception>
    public Task<ImapClient> ConnectAsync(int associateId, ServerLogin login, CancellationToken cancellationToken) => lines.LogInAsync(
        associateId,
        login,
        new ImapConnectionOptions
        {
            Host = login.Endpoint.Host,
            ReadTimeout = TimeSpan.FromSeconds(options.Value.ReadTimeoutSeconds),
            // A message is needed in one piece; a way over the disk would only cost time.
            InMemoryLiteralLimit = (int)Math.Min(options.Value.MaxMessageBytes, int.MaxValue),
            // Servers estimate sizes. What is a little larger than announced is worth reading to its header; more is not.
            MaxLiteralBytes = (2 * options.Value.MaxMessageBytes) + (1024 * 1024),
            Logger = trace,
        },
        ImapClient.ConnectAsync,
        (client, credentials) => client.AuthenticateAsync(credentials, cancellationToken),
        exception => exception is ImapAuthenticationException { WereSent: true },
        cancellationToken);
}
