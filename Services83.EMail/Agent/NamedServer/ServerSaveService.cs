using Services83.EMail.Agent.Composing;
using Services83.EMail.Agent.Messages;
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
        return appended?.Uid ?? (before?.UidNext is { } next ? await FindAsync(session, composed.MessageId, next) : 0);
    }

    /// <summary>Looks among the messages that came since. Not by a search for the header or an open range, which not every server gets right.</summary>
    private static async Task<uint> FindAsync(ServerSession session, string messageId, uint from)
    {
        // Opened to be read only, some servers give out UIDs that they do not keep.
        await session.OpenAsync(toChange: true);
        var all = await session.Client.UidSearchAsync(ImapSearch.All, session.Cancellation);
        var found = 0;
        await foreach (var envelope in ServerMessageReader.EnvelopesAsync(session, all.Intersect(UidSet.From(from))))
        {
            found = envelope.MessageId == messageId ? envelope.ServerId : found;
        }

        return CarrierMapper.Uid(found);
    }
}
