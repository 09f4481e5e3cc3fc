using System.Globalization;
using System.Text;
using Services83.EMail.Connections;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>
/// Whole messages on an IMAP server. An id is <c>UIDVALIDITY-UID</c> or one of <see cref="ExtendedIds"/>, so that it names no message, instead of a different one, when the
/// server has renumbered the folder.
/// </summary>
internal sealed class RawImapMessages(CallContext call, NamedImapServer server, MessageRemover remover, ReplyBudget budget)
{
    public Task<string[]> ListAsync(ServerLogin login, string folder) => server.RunAsync(login, folder, async session =>
    {
        var validity = (await session.OpenAsync(toChange: false)).UidValidity;
        var all = await session.Client.UidSearchAsync(ImapSearch.All, session.Cancellation);
        return all.Select(uid => IdOf(validity, uid)).ToArray();
    });

    /// <summary>As <see cref="ListAsync"/>, with the Message-IDs.</summary>
    public Task<string[]> ListWithMessageIdsAsync(ServerLogin login, string folder) => server.RunAsync(login, folder, async session =>
    {
        var validity = (await session.OpenAsync(toChange: false)).UidValidity;
        var all = await session.Client.UidSearchAsync(ImapSearch.All, session.Cancellation);
        var messageIds = new Dictionary<uint, string?>();
        await foreach (var response in session.Client.UidFetchAsync(all, FetchItems.MessageId, changedSince: null, session.Cancellation))
        {
            using (response)
            {
                if (response.MessageIdField is not null)
                {
                    messageIds[response.Uid] = MimeReader.ReadHeaders(await response.MessageIdField.ToArrayAsync(session.Cancellation)).MessageId;
                }
            }
        }

        return all.Where(messageIds.ContainsKey).Select(uid => ExtendedIds.OfImap(validity, uid, messageIds[uid])).ToArray();
    });

    public Task<string[]> ReadAsync(ServerLogin login, string folder, string[] ids) => server.RunAsync(login, folder, async session =>
    {
        var validity = (await session.OpenAsync(toChange: false)).UidValidity;
        var sizes = await SizesAsync(session, UidsOf(ids, validity));
        budget.Check(sizes.Select(message => (IdOf(validity, message.Key), message.Value)));
        var texts = new Dictionary<uint, string>();
        var total = 0L;
        await foreach (var response in session.Client.UidFetchAsync(
            UidSet.Of(sizes.Keys), FetchItems.Body, changedSince: null, session.Cancellation))
        {
            using (response)
            {
                if (response.Body is not null)
                {
                    total += response.Body.Length;
                    budget.Check(IdOf(validity, response.Uid), total);
                    texts[response.Uid] = Encoding.Latin1.GetString(await response.Body.ToArrayAsync(session.Cancellation));
                }
            }
        }

        string? TextOf(string id) => ExtendedIds.UidIn(id, validity) is { } uid ? texts.GetValueOrDefault(uid) : null;
        UnknownIds.Report(call, ids.Where(id => TextOf(id) is null));
        return ids.Select(TextOf).OfType<string>().ToArray();
    });

    /// <returns>How many were deleted.</returns>
    public Task<int> DeleteAsync(ServerLogin login, string folder, string[] ids) => server.RunAsync(login, folder, async session =>
    {
        var validity = (await session.OpenAsync(toChange: true)).UidValidity;
        var wanted = UidsOf(ids, validity);
        var present = wanted.IsEmpty ? wanted : await session.Client.UidSearchAsync(ImapSearch.Uids(wanted), session.Cancellation);
        await remover.RemoveAsync(session, present);
        UnknownIds.Report(call, ids.Where(id => ExtendedIds.UidIn(id, validity) is not { } uid || !present.Contains(uid)));
        return (int)present.Count;
    });

    private static async Task<Dictionary<uint, long>> SizesAsync(ServerSession session, UidSet uids)
    {
        var sizes = new Dictionary<uint, long>();
        await foreach (var response in session.Client.UidFetchAsync(uids, FetchItems.Size, changedSince: null, session.Cancellation))
        {
            using (response)
            {
                sizes[response.Uid] = Math.Max((long)(response.Size ?? 0), sizes.GetValueOrDefault(response.Uid));
            }
        }

        return sizes;
    }

    private static UidSet UidsOf(IEnumerable<string> ids, uint validity) => UidSet.Of(ids.Select(id => ExtendedIds.UidIn(id, validity)).OfType<uint>());

    private static string IdOf(uint validity, uint uid) => string.Create(CultureInfo.InvariantCulture, $"{validity}-{uid}");
}
