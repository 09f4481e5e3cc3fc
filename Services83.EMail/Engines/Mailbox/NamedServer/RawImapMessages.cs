using System.Globalization;
using System.Text;
using Services83.EMail.Connections;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Imap;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>
/// Whole messages on an IMAP server. An id is <c>UIDVALIDITY-UID</c>, so that it names no message, instead of a different one, when the
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

    public Task<string[]> ReadAsync(ServerLogin login, string folder, string[] ids) => server.RunAsync(login, folder, async session =>
    {
        var validity = (await session.OpenAsync(toChange: false)).UidValidity;
        var sizes = await SizesAsync(session, UidsOf(ids, validity));
        budget.Check(sizes.Select(message => (IdOf(validity, message.Key), message.Value)));
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
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
                    texts[IdOf(validity, response.Uid)] = Encoding.Latin1.GetString(await response.Body.ToArrayAsync(session.Cancellation));
                }
            }
        }

        UnknownIds.Report(call, ids.Where(id => !texts.ContainsKey(id)));
        return ids.Where(texts.ContainsKey).Select(id => texts[id]).ToArray();
    });

    /// <returns>How many were deleted.</returns>
    public Task<int> DeleteAsync(ServerLogin login, string folder, string[] ids) => server.RunAsync(login, folder, async session =>
    {
        var validity = (await session.OpenAsync(toChange: true)).UidValidity;
        var wanted = UidsOf(ids, validity);
        var present = wanted.IsEmpty ? wanted : await session.Client.UidSearchAsync(ImapSearch.Uids(wanted), session.Cancellation);
        await remover.RemoveAsync(session, present);
        UnknownIds.Report(call, ids.Where(id => UidOf(id, validity) is not { } uid || !present.Contains(uid)));
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

    private static UidSet UidsOf(IEnumerable<string> ids, uint validity) => UidSet.Of(ids.Select(id => UidOf(id, validity)).OfType<uint>());

    private static string IdOf(uint validity, uint uid) => string.Create(CultureInfo.InvariantCulture, $"{validity}-{uid}");

    /// <summary>Null for a text that is not an id of this folder.</summary>
    private static uint? UidOf(string id, uint validity) =>
        id.Split('-') is [var numbering, var number]
            && uint.TryParse(numbering, NumberStyles.None, CultureInfo.InvariantCulture, out var of) && of == validity
            && uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var uid) && uid != 0
            ? uid
            : null;
}
