using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>Reads messages in a folder of a server that the caller names, by ids of any kind.</summary>
internal sealed class ServerMessages(CallContext call, NamedImapServer server, ServerMessageReader reader, CarrierFiller filler)
{
    /// <summary>Most envelopes in one reply.</summary>
    public const int MaxEnvelopes = 10_000;

    /// <summary>Most envelopes when the caller names no messages: the newest ones.</summary>
    public const int UnaskedEnvelopes = 1000;

    /// <exception cref="EntityNotFoundException">There is no such folder, or no such message in it.</exception>
    public Task<EMailEntity> ReadAsync(
        EMailConnectionInfo? info, ServerId serverId, bool lookupAddresses, EMailFlags flags, bool includeAttachments) =>
        server.RunAsync(info, async session =>
        {
            var wanted = MailFlags.Settable(flags).ToArray();
            await session.OpenAsync(toChange: wanted.Length > 0);
            var about = await ServerMessageReader.DescribeAsync(session, serverId);
            var isComplete = about.Size <= reader.MaxBytes;
            var message = MimeReader.Read(await reader.OctetsAsync(session, serverId, headerOnly: !isComplete));
            if (!isComplete)
            {
                call.ExtraInfo["Incomplete"] = "The message is larger than Mail:MaxMessageBytes, so only its header was read.";
            }

            if (wanted.Length > 0)
            {
                await session.Client.UidStoreAsync(
                    UidSet.Of(about.Uid), StoreMode.Add, wanted.Select(MailFlags.ToImap), unchangedSince: null, session.Cancellation);
            }

            about = about with { Flags = wanted.Aggregate(about.Flags, (all, flag) => all | flag) };
            var entity = about.ToEntity(message, session, includeAttachments);
            if (lookupAddresses)
            {
                await filler.FillAddressesAsync(entity);
            }

            return entity;
        });

    /// <summary>In the order of the request; without a list the newest, latest first.</summary>
    /// <exception cref="InvalidArgumentException">Too many messages are requested.</exception>
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    public Task<EMailEnvelope[]> EnvelopesAsync(EMailConnectionInfo? info, IEnumerable<ServerId>? serverIds) => server.RunAsync(info, async session =>
    {
        await session.OpenAsync(toChange: false);
        var wanted = serverIds?.Distinct().ToArray() ?? await NewestAsync(session);
        if (wanted.Length > MaxEnvelopes)
        {
            throw new InvalidArgumentException("MessageServerIds", $"One call takes at most {MaxEnvelopes} messages, not {wanted.Length}.");
        }

        var uids = wanted.Select(id => (Id: id, Uid: id.UidIn(session))).ToArray();
        var found = new Dictionary<uint, EMailEnvelope>();
        await foreach (var envelope in ServerMessageReader.EnvelopesAsync(session, UidSet.Of(uids.Where(one => one.Uid != 0).Select(one => one.Uid))))
        {
            found[CarrierMapper.Uid(envelope.ServerId)] = envelope;
        }

        UnknownIds.Report(call, uids.Where(one => !found.ContainsKey(one.Uid)).Select(one => one.Id.Text));
        await filler.FillAddressesAsync(found.Values);
        return uids.Where(one => found.ContainsKey(one.Uid)).DistinctBy(one => one.Uid).Select(one => found[one.Uid]).ToArray();
    });

    /// <exception cref="EntityNotFoundException">There is no such folder, message or attachment.</exception>
    public Task<EMailAttachment> AttachmentAsync(EMailConnectionInfo? info, ServerId serverId, string? attachmentId) =>
        server.RunAsync(info, async session =>
        {
            var message = MimeReader.Read(await WholeAsync(session, serverId));
            return CarrierMapper.Attachment(message, attachmentId, $"Message {serverId.Text} in folder '{session.Folder}' on mail server {session.Host}");
        });

    /// <exception cref="EntityNotFoundException">There is no such folder, or no such message in it.</exception>
    public Task<byte[]> StreamAsync(EMailConnectionInfo? info, ServerId serverId, bool stripAttachments) => server.RunAsync(info, async session =>
    {
        var octets = await WholeAsync(session, serverId);
        return stripAttachments ? MimeReader.Read(octets).WithoutAttachments() : octets;
    });

    private async Task<byte[]> WholeAsync(ServerSession session, ServerId serverId)
    {
        await session.OpenAsync(toChange: false);
        var about = await ServerMessageReader.DescribeAsync(session, serverId);
        return about.Size <= reader.MaxBytes
            ? await reader.OctetsAsync(session, serverId, headerOnly: false)
            : throw new InvalidArgumentException(
                "MessageServerId", $"Message {serverId.Text} has {about.Size} bytes; this server reads at most {reader.MaxBytes} (Mail:MaxMessageBytes).");
    }

    private static async Task<ServerId[]> NewestAsync(ServerSession session)
    {
        var all = await session.Client.UidSearchAsync(ImapSearch.All, session.Cancellation);
        return [.. all.TakeLast(UnaskedEnvelopes).Reverse().Select(uid => ServerId.Of(CarrierMapper.ServerId(uid)))];
    }
}
