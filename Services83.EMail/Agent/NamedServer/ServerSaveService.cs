using Services83.EMail.Agent.Composing;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Composing;
using Services83.EMail.Sync;

namespace Services83.EMail.Agent.NamedServer;

/// <summary>Puts messages that callers have written into a folder of a server that they name.</summary>
internal sealed class ServerSaveService(NamedImapServer server, EMailComposer composer, TimeProvider time)
{
    /// <summary>Stores a message. One that has not left yet is marked as a draft.</summary>
    /// <exception cref="InvalidArgumentException">Something in the message cannot be used; nothing was stored.</exception>
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    /// <returns>The message as it is stored, without the octets of its attachments.</returns>
    public Task<EMailEntity> SaveAsync(EMailConnectionInfo? info, EMailEntity? email)
    {
        // Many user names are addresses; a draft need not say who writes it.
        var composed = composer.ForStoring(email, "Email", info?.UserName?.Contains('@') == true ? info.UserName : null);
        var flags = email!.Flags | (email.IsSent ? default : EMailFlags.Draft);
        return server.RunAsync(info, async session =>
        {
            var uid = await StoreAsync(session, composed, MailFlags.Settable(flags).Select(MailFlags.ToImap).ToArray());
            var stored = new ServerMessage(uid, flags, time.GetUtcNow(), composed.Length);
            var entity = stored.ToEntity(MimeReader.Read(composed.ToArray()), session.Folder, includeStreams: false);
            entity.IsSent = email.IsSent;
            entity.InReplyTo = email.InReplyTo;
            entity.EMailSOInfo = email.EMailSOInfo ?? entity.EMailSOInfo;
            return entity;
        });
    }

    /// <returns>The UID of the message; 0 when the server does not tell and the message cannot be found.</returns>
    private static async Task<uint> StoreAsync(ServerSession session, ComposedMessage composed, string[] flags)
    {
        var client = session.Client;
        var before = client.Capabilities.UidPlus
            ? null
            : await session.AboutAsync("Folder", session.Folder, () => client.StatusAsync(session.Folder, session.Cancellation));
        using var content = new MemoryStream(composed.ToArray(), writable: false);
        var appended = await session.AboutAsync(
            "Folder", session.Folder, () => client.AppendAsync(session.Folder, content, flags, internalDate: null, session.Cancellation));
        return appended?.Uid ?? await FindAsync(session, composed.MessageId, before?.UidNext ?? 1);
    }

    private static async Task<uint> FindAsync(ServerSession session, string messageId, uint from)
    {
        await session.OpenAsync(toChange: false);
        var found = await session.Client.UidSearchAsync(
            ImapSearch.Uids(UidSet.From(from)).And(ImapSearch.Header("Message-ID", messageId)), session.Cancellation);
        return found.IsEmpty ? 0 : found.Ranges[^1].Last;
    }
}
