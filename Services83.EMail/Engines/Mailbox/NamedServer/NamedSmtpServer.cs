using Services83.EMail.Connections;
using Services83.EMail.Engines.Mailbox.Servers;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Smtp;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>Logs in to servers for outgoing mail that the caller names.</summary>
internal sealed class NamedSmtpServer(CallContext call, SmtpConnector connector)
{
    /// <summary>Whether the server accepts the login now; if not, <c>ExtraInfo</c> holds the server's text as <c>Reason</c>.</summary>
    /// <exception cref="MailServerException">The server cannot be reached.</exception>
    public async Task<bool> AuthenticateAsync(ServerLogin login)
    {
        var associateId = call.RequireCaller().AssociateId;
        try
        {
            await using var session = connector.Session(associateId, login);
            await session.TryAsync(call.Aborted);
            return true;
        }
        catch (SmtpAuthenticationException exception)
        {
            call.ExtraInfo["Reason"] = exception.Message;
            return false;
        }
        catch (SmtpException exception)
        {
            throw SmtpErrors.From(login.Endpoint.Host, exception);
        }
    }
}
