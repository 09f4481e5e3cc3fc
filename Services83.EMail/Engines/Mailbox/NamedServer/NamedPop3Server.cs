using Services83.EMail.Connections;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Pop3;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>
/// Opens sessions with POP3 servers that the caller names. They are not kept for the next call: a session shows the mailbox as it was at
/// the login, locks it, and deletes only at its end.
/// </summary>
internal sealed class NamedPop3Server(CallContext call, Pop3Connector connector)
{
    /// <summary>Runs work in the mailbox. Marked messages are deleted when this method returns, and not when it fails.</summary>
    /// <exception cref="MailServerException">The server cannot be reached or refuses, or a setting forbids connections to it.</exception>
    /// <exception cref="ThrottledException">Too many logins failed.</exception>
    public async Task<T> RunAsync<T>(ServerLogin login, Func<Pop3Client, Task<T>> work)
    {
        try
        {
            await using var client = await LogInAsync(login);
            var result = await work(client);
            await client.QuitAsync(call.Aborted);
            return result;
        }
        catch (Pop3Exception exception)
        {
            throw MailServerErrors.From(login.Endpoint.Host, exception);
        }
    }

    /// <summary>Logs in, so that the server checks the login now.</summary>
    /// <exception cref="MailServerException">The server cannot be reached, or refuses.</exception>
    /// <exception cref="ThrottledException">Too many logins failed.</exception>
    public Task RequireLoginAsync(ServerLogin login) => RunAsync(login, _ => Task.FromResult(true));

    /// <summary>Whether the server accepts the login; if not, <c>ExtraInfo</c> holds the server's text as <c>Reason</c>.</summary>
    /// <exception cref="MailServerException">The server cannot be reached.</exception>
    public async Task<bool> AuthenticateAsync(ServerLogin login)
    {
        try
        {
            await using var client = await LogInAsync(login);
            await client.QuitAsync(call.Aborted);
            return true;
        }
        catch (Pop3AuthenticationException exception)
        {
            call.ExtraInfo["Reason"] = exception.Message;
            return false;
        }
        catch (Pop3Exception exception)
        {
            throw MailServerErrors.From(login.Endpoint.Host, exception);
        }
    }

    private Task<Pop3Client> LogInAsync(ServerLogin login) => connector.ConnectAsync(call.RequireCaller().AssociateId, login, call.Aborted);
}
