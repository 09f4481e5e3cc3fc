using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Mail.Smtp;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections;

/// <summary>Finds out whether mail servers accept logins, by logging in and out again.</summary>
internal sealed class LoginTest(ImapConnector imap, Pop3Connector pop3, SmtpConnector smtp)
{
    /// <summary>Tries one login.</summary>
    /// <param name="associateId">The associate that it is for; refused logins are counted for each associate.</param>
    /// <param name="protocol">The protocol of the server.</param>
    /// <param name="login">The server and the login.</param>
    /// <param name="cancellationToken">Closes the connection.</param>
    /// <returns>Why it failed; null after a success.</returns>
    public async Task<string?> TryAsync(int associateId, MailProtocol protocol, ServerLogin login, CancellationToken cancellationToken)
    {
        try
        {
            await (protocol switch
            {
                MailProtocol.Imap => TryImapAsync(associateId, login, cancellationToken),
                MailProtocol.Pop3 => TryPop3Async(associateId, login, cancellationToken),
                MailProtocol.Smtp => TrySmtpAsync(associateId, login, cancellationToken),
                _ => throw new ArgumentOutOfRangeException(nameof(protocol), protocol, "There is no such protocol."),
            });
            return null;
        }
        catch (Exception exception) when (exception is ImapException or Pop3Exception or SmtpException or AgentException)
        {
            return exception.Message;
        }
    }

    private async Task TryImapAsync(int associateId, ServerLogin login, CancellationToken cancellationToken)
    {
        await using var client = await imap.ConnectAsync(associateId, login, cancellationToken);
        await client.LogoutAsync(cancellationToken);
    }

    private async Task TryPop3Async(int associateId, ServerLogin login, CancellationToken cancellationToken)
    {
        await using var client = await pop3.ConnectAsync(associateId, login, cancellationToken);
        await client.QuitAsync(cancellationToken);
    }

    private async Task TrySmtpAsync(int associateId, ServerLogin login, CancellationToken cancellationToken)
    {
        await using var session = smtp.Session(associateId, login);
        await session.TryAsync(cancellationToken);
    }
}
