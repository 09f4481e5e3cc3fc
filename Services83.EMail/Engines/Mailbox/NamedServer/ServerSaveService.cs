using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Engines.Mailbox.Composing;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Composing;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>Saves messages that callers have written in a folder of a server that they name.</summary>
internal sealed class ServerSaveService(
    CallContext call, NamedImapServer server, ServerVersionFinder versions, MessageRemover remover, EMailComposer composer,
    HeritageReader heritage, TimeProvider time) : IServerSaveOperations
{
    /// <summary>
    /// Stores a message. If it was not sent yet, it is marked as a draft. With the id of a message of the folder it is the new version of
    /// that message; if its content is the same, only the flags are changed.
    /// </summary>
    /// <exception cref="InvalidArgumentException">
    /// A value of the message cannot be used, or it is not a draft and would be changed without a text; nothing was stored.
    /// </exception>
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    /// <returns>The message as it is stored, without the bytes of its attachments.</returns>
    public Task<EMailEntity> SaveEMailAsync(EMailConnectionInfo? info, EMailEntity? email)
    {
        if (email is null)
        {
            throw new InvalidArgumentException("Email", "Email: a message is needed.");
        }

        // For many accounts the user name is the address.
        var ownAddress = info?.UserName?.Contains('@') == true ? info.UserName : null;
        if (email.ServerId == 0)
        {
            // Unusable values are reported before any command is sent to the server.
            composer.ForStoring(email, "Email", ownAddress);
        }

        return server.RunAsync(info, session => SaveAsync(session, email, ownAddress));
    }

    private async Task<EMailEntity> SaveAsync(ServerSession session, EMailEntity email, string? ownAddress)
    {
        var before = await versions.FindAsync(session, email);
        if (before is { IsUnchanged: true })
        {
            return await MarkAsync(session, before, email);
        }

        if (before is { IsDraft: false, SaysText: false })
        {
            throw new InvalidArgumentException("Email", StoredMembers.TextNeeded($"Message {email.ServerId} in folder '{session.Folder}'"));
        }

        var composed = composer.ForStoring(email, "Email", ownAddress, await heritage.OfAsync(email, before?.Message));
        var flags = (email.Flags | (email.IsSent ? default : EMailFlags.Draft)) & ~EMailFlags.Deleted;
        var received = before is { IsDraft: false } ? before.About.ReceivedAt : null;
        var uid = await StoreAsync(session, composed, MailFlags.Settable(flags).Select(MailFlags.ToImap).ToArray(), received);
        if (before is not null)
        {
            await RemoveAsync(session, before, uid, composed.MessageId);
        }

        var stored = new ServerMessage(uid, flags, received ?? time.GetUtcNow(), composed.Length);
        return Told(stored.ToEntity(MimeReader.Read(composed.ToArray()), session, includeStreams: false), email);
    }

    /// <summary>Changes only the flags, if they differ.</summary>
    private static async Task<EMailEntity> MarkAsync(ServerSession session, ServerVersion version, EMailEntity email)
    {
        var wanted = (email.Flags & ~EMailFlags.Deleted) | (version.About.Flags & (EMailFlags.Deleted | EMailFlags.Recent | EMailFlags.Draft));
        foreach (var mode in (StoreMode[])[StoreMode.Add, StoreMode.Remove])
        {
            var different = mode == StoreMode.Add ? wanted & ~version.About.Flags : version.About.Flags & ~wanted;
            var flags = MailFlags.Settable(different).Select(MailFlags.ToImap).ToArray();
            if (flags.Length > 0)
            {
                await session.Client.UidStoreAsync(UidSet.Of(version.About.Uid), mode, flags, unchangedSince: null, session.Cancellation);
            }
        }

        var marked = version.About with { Flags = wanted };
        return Told(marked.ToEntity(version.Message, session, includeStreams: false), email);
    }

    private static EMailEntity Told(EMailEntity entity, EMailEntity given)
    {
        entity.IsSent = given.IsSent;
        entity.InReplyTo = given.InReplyTo ?? entity.InReplyTo;
        entity.EMailSOInfo = given.EMailSOInfo ?? entity.EMailSOInfo;
        return entity;
    }

    /// <summary>The previous version is removed only when the server shows the new one.</summary>
    private async Task RemoveAsync(ServerSession session, ServerVersion before, uint uid, string messageId)
    {
        await session.OpenAsync(toChange: true);
        if (uid != 0 && uid != before.About.Uid && await ServerVersionFinder.HasAsync(session, uid, messageId))
        {
            await remover.RemoveAsync(session, UidSet.Of(before.About.Uid));
        }
        else
        {
            call.ExtraInfo["VersionKept"] =
                $"Mail server {session.Host} does not show the new version in folder '{session.Folder}', so the previous version was not removed.";
        }
    }

    /// <returns>The UID of the message; 0 when the server does not report it and the message cannot be found.</returns>
    private static async Task<uint> StoreAsync(ServerSession session, ComposedMessage composed, string[] flags, DateTimeOffset? received)
    {
        var client = session.Client;
        var before = client.Capabilities.UidPlus
            ? null
            : await session.AboutAsync("Folder", session.Folder, () => client.StatusAsync(session.Folder, session.Cancellation));
        using var content = new MemoryStream(composed.ToArray(), writable: false);
        var appended = await session.AboutAsync(
            "Folder", session.Folder, () => client.AppendAsync(session.Folder, content, flags, received, session.Cancellation));
        return appended?.Uid ?? (before?.UidNext is { } next ? await FindAsync(session, composed.MessageId, next) : 0);
    }

    /// <summary>Looks through the messages that arrived since. It does not search for the header or use an open range, because not all
    /// servers do these correctly.</summary>
    private static async Task<uint> FindAsync(ServerSession session, string messageId, uint from)
    {
        // Some servers give out UIDs that they do not keep when the folder is open read-only.
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
