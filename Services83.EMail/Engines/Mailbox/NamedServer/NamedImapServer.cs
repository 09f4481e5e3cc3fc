using Services83.EMail.Connections;
using Services83.EMail.Connections.Pools;
using Services83.EMail.Engines.Mailbox.Servers;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>Gives connections to IMAP servers that the caller names, and turns failures into the contract's errors.</summary>
internal sealed class NamedImapServer(CallContext call, ServerLoginReader reader, ImapPool pool)
{
    /// <summary>Runs work on the server.</summary>
    /// <exception cref="InvalidArgumentException">The caller's data of the server cannot be used.</exception>
    /// <exception cref="MailServerException">The server cannot be reached or refuses, or a setting forbids connections to it.</exception>
    /// <exception cref="ThrottledException">Too many logins failed, or too many connections are in use.</exception>
    public Task<T> RunAsync<T>(EMailConnectionInfo? info, Func<ServerSession, Task<T>> work) =>
        RunAsync(reader.Read(MailProtocol.Imap, info), ServerLoginReader.FolderOf(info?.Folder), work);

    /// <inheritdoc cref="RunAsync{T}(EMailConnectionInfo?, Func{ServerSession, Task{T}})"/>
    public Task RunAsync(EMailConnectionInfo? info, Func<ServerSession, Task> work) => RunAsync(info, async session =>
    {
        await work(session);
        return true;
    });

    /// <inheritdoc cref="RunAsync{T}(EMailConnectionInfo?, Func{ServerSession, Task{T}})"/>
    public async Task<T> RunAsync<T>(ServerLogin login, string folder, Func<ServerSession, Task<T>> work)
    {
        var associateId = call.RequireCaller().AssociateId;
        try
        {
            await using var lease = await pool.RentAsync(associateId, login, call.Aborted);
            return await work(new ServerSession(lease.Client, login.Endpoint.Host, folder, call.Aborted));
        }
        catch (ImapException exception)
        {
            throw MailServerErrors.From(login.Endpoint.Host, exception);
        }
    }

    /// <summary>Logs in again, so that the server checks the login now.</summary>
    /// <exception cref="MailServerException">The server cannot be reached, or refuses.</exception>
    /// <exception cref="ThrottledException">Too many logins failed, or too many connections are in use.</exception>
    public async Task RequireLoginAsync(ServerLogin login)
    {
        var associateId = call.RequireCaller().AssociateId;
        try
        {
            await using var lease = await pool.LogInAsync(associateId, login, call.Aborted);
        }
        catch (ImapException exception)
        {
            throw MailServerErrors.From(login.Endpoint.Host, exception);
        }
    }

    /// <summary>Whether the server accepts the login now; if not, <c>ExtraInfo</c> holds the server's text as <c>Reason</c>.</summary>
    /// <exception cref="MailServerException">The server cannot be reached.</exception>
    public async Task<bool> AuthenticateAsync(ServerLogin login)
    {
        var associateId = call.RequireCaller().AssociateId;
        try
        {
            await using var lease = await pool.LogInAsync(associateId, login, call.Aborted);
            return true;
        }
        catch (ImapAuthenticationException exception)
        {
            call.ExtraInfo["Reason"] = exception.Message;
            return false;
        }
        catch (ImapException exception)
        {
            throw MailServerErrors.From(login.Endpoint.Host, exception);
        }
    }
}
