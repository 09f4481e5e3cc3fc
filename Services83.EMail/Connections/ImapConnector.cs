using Microsoft.Extensions.Options;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections;

/// <summary>Opens IMAP connections.</summary>
public sealed class ImapConnector(MailLines lines, IOptions<MailOptions> options, ILogger<ImapClient> trace)
{
    /// <summary>Connects to the server of an account, and enables the extensions that quick syncs need.</summary>
    /// <inheritdoc cref="ConnectAsync(int, ServerLogin, CancellationToken)" />
    public async Task<ImapClient> ConnectAsync(MailAccount account, CancellationToken cancellationToken)
    {
        var client = await ConnectAsync(account.AssociateId, ServerLogin.Of(account.Incoming), cancellationToken);
        return await client.AfterAsync(client.EnableAsync(["QRESYNC"], cancellationToken));
    }

    /// <summary>Connects and logs in.</summary>
    /// <param name="associateId">The associate that the call is for; refused logins are counted for each associate.</param>
    /// <param name="login">The server and the login.</param>
    /// <param name="cancellationToken">Closes the connection.</param>
    /// <exception cref="ImapException">The server cannot be reached or refuses.</exception>
    /// <exception cref="MailServerException">The egress policy forbids the server, or the stored password cannot be read.</exception>
    /// <exception cref="ThrottledException">Too many logins were refused before; no login was sent.</exception>
    public Task<ImapClient> ConnectAsync(int associateId, ServerLogin login, CancellationToken cancellationToken) => lines.LogInAsync(
        associateId,
        login,
        new ImapConnectionOptions
        {
            Host = login.Endpoint.Host,
            ReadTimeout = TimeSpan.FromSeconds(options.Value.ReadTimeoutSeconds),
            // A message is needed as one array; a temporary file would only take time.
            InMemoryLiteralLimit = (int)Math.Min(options.Value.MaxMessageBytes, int.MaxValue),
            // Servers estimate sizes. The header of a message that is a little larger than announced is still read; a much larger message
            // is not.
            MaxLiteralBytes = (2 * options.Value.MaxMessageBytes) + (1024 * 1024),
            Logger = trace,
        },
        ImapClient.ConnectAsync,
        (client, credentials) => client.AuthenticateAsync(credentials, cancellationToken),
        exception => exception is ImapAuthenticationException { WereSent: true },
        cancellationToken);
}
