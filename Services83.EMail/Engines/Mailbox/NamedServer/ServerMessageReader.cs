using Microsoft.Extensions.Options;
using Services83.EMail.Connections;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>A server's data of a message besides its bytes.</summary>
/// <param name="Uid">Its UID in the open folder.</param>
/// <param name="Flags">The flags that the contract has.</param>
/// <param name="ReceivedAt">Null when the server does not send it.</param>
/// <param name="Size">In bytes, as the server counts them.</param>
internal sealed record ServerMessage(uint Uid, EMailFlags Flags, DateTimeOffset? ReceivedAt, long Size)
{
    public static ServerMessage Of(FetchResponse response) => new(
        response.Uid, MailFlags.FromImap(response.Flags ?? []), response.InternalDate, (long)Math.Min(response.Size ?? 0, long.MaxValue));

    public EMailEnvelope ToEnvelope(MimeEnvelope header, ServerSession session) => new()
    {
        ServerId = CarrierMapper.ServerId(Uid),
        ServerIdentifier = CarrierMapper.ServerIdentifier(session.Validity, Uid),
        MessageId = header.MessageId ?? "",
        Subject = header.Subject,
        From = header.From is { } from ? CarrierMapper.Address(from.DisplayName, from.Address) : CarrierMapper.Address("", ""),
        To = CarrierMapper.Addresses(header.To),
        Sent = (header.Date ?? ReceivedAt)?.UtcDateTime ?? default,
        Priority = CarrierMapper.Priority(header.Priority),
        Flags = Flags,
        Size = CarrierMapper.Size(Size),
        EMailSOInfo = new EMailSOInfo(),
    };

    public EMailEntity ToEntity(MimeMessage message, ServerSession session, bool includeStreams)
    {
        var entity = CarrierMapper.Entity(message, includeStreams);
        entity.ServerId = CarrierMapper.ServerId(Uid);
        entity.ServerIdentifier = CarrierMapper.ServerIdentifier(session.Validity, Uid);
        entity.FolderName = session.Folder;
        entity.Flags = Flags;
        entity.IsSent = !Flags.HasFlag(EMailFlags.Draft);
        entity.Size = CarrierMapper.Size(Size);
        entity.ReceivedAt = ReceivedAt?.UtcDateTime ?? default;
        entity.Sent = (message.Date ?? ReceivedAt)?.UtcDateTime ?? default;
        return entity;
    }
}

/// <summary>Fetches messages of the folder that is open in a session.</summary>
internal sealed class ServerMessageReader(IOptions<MailOptions> options)
{
    private const FetchItems About = FetchItems.Flags | FetchItems.InternalDate | FetchItems.Size;

    /// <summary>Largest message that is read into memory.</summary>
    public long MaxBytes => options.Value.MaxMessageBytes;

    /// <exception cref="EntityNotFoundException">There is no such message in the folder.</exception>
    public static async Task<ServerMessage> DescribeAsync(ServerSession session, ServerId serverId)
    {
        using var response = await SingleAsync(session, serverId, About);
        return ServerMessage.Of(response);
    }

    /// <summary>The whole message, or only its header.</summary>
    /// <exception cref="EntityNotFoundException">There is no such message in the folder.</exception>
    /// <exception cref="MailServerException">The server sends nothing for it, or more than the limit.</exception>
    public async Task<byte[]> OctetsAsync(ServerSession session, ServerId serverId, bool headerOnly)
    {
        using var response = await SingleAsync(session, serverId, headerOnly ? FetchItems.Header : FetchItems.Body);
        var octets = (headerOnly ? response.Header : response.Body) ?? throw new MailServerException(
            session.Host, $"Mail server {session.Host} lists message {serverId.Text} in folder '{session.Folder}' but does not deliver it.", transient: true);
        if (octets.Length > MaxBytes)
        {
            throw new MailServerException(
                session.Host, $"Mail server {session.Host} sends {octets.Length} bytes for message {serverId.Text}, more than it announced; "
                + $"this server reads at most {MaxBytes} (Mail:MaxMessageBytes).", transient: false);
        }

        return await octets.ToArrayAsync(session.Cancellation);
    }

    /// <summary>The messages that exist, with their headers.</summary>
    public static async IAsyncEnumerable<EMailEnvelope> EnvelopesAsync(ServerSession session, UidSet uids)
    {
        await foreach (var response in session.Client.UidFetchAsync(uids, About | FetchItems.Header, changedSince: null, session.Cancellation))
        {
            using (response)
            {
                // Servers send flags without a request when somebody else changes them meanwhile.
                if (response.Header is not null)
                {
                    var header = await response.Header.ToArrayAsync(session.Cancellation);
                    yield return ServerMessage.Of(response).ToEnvelope(MimeReader.ReadHeaders(header), session);
                }
            }
        }
    }

    private static async Task<FetchResponse> SingleAsync(ServerSession session, ServerId serverId, FetchItems items)
    {
        FetchResponse? found = null;
        if (serverId.UidIn(session) is not 0 and var uid)
        {
            await foreach (var response in session.Client.UidFetchAsync(UidSet.Of(uid), items, changedSince: null, session.Cancellation))
            {
                found = Richer(found, response);
            }
        }

        return found ?? throw new EntityNotFoundException(
            $"There is no message {serverId.Text} in folder '{session.Folder}' on mail server {session.Host}.", "MessageServerId", serverId.Text);
    }

    /// <summary>Chooses between two answers about one message the requested one: a flag change by another client contains nothing
    /// else.</summary>
    private static FetchResponse Richer(FetchResponse? one, FetchResponse other)
    {
        if (one is null)
        {
            return other;
        }

        var (kept, left) = Wealth(other) > Wealth(one) ? (other, one) : (one, other);
        left.Dispose();
        return kept;
    }

    private static int Wealth(FetchResponse response) => (response.Body is null && response.Header is null ? 0 : 2) + (response.Size is null ? 0 : 1);
}
