using System.Text;
using Services83.EMail.Connections;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Pop3;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>Whole messages on a POP3 server, by the server's unique ids.</summary>
internal sealed class RawPop3Messages(CallContext call, NamedPop3Server server, ReplyBudget budget)
{
    public Task<string[]> ListAsync(ServerLogin login) => server.RunAsync(login, async client =>
        (await client.ListAsync(withSizes: false, call.Aborted)).Select(message => message.UniqueId).ToArray());

    /// <summary>As <see cref="ListAsync"/>, with the Message-IDs. The server sends the header of each message.</summary>
    public Task<string[]> ListWithMessageIdsAsync(ServerLogin login) => server.RunAsync(login, async client =>
    {
        var ids = new List<string>();
        foreach (var message in await client.ListAsync(withSizes: false, call.Aborted))
        {
            using var header = new MemoryStream();
            await client.RetrieveHeaderAsync(message.Number, header, call.Aborted);
            ids.Add(ExtendedIds.OfPop3(message.UniqueId, MimeReader.ReadHeaders(header.GetBuffer().AsMemory(0, (int)header.Length)).MessageId));
        }

        return ids.ToArray();
    });

    public Task<string[]> ReadAsync(ServerLogin login, string[] ids) => server.RunAsync(login, async client =>
    {
        var wanted = await FindAsync(client, ids, withSizes: true);
        budget.Check(wanted.Select(message => (message.UniqueId, message.Size ?? 0)));
        var texts = new List<string>();
        var total = 0L;
        foreach (var message in wanted)
        {
            using var octets = new MemoryStream();
            total += await client.RetrieveAsync(message.Number, octets, call.Aborted);
            budget.Check(message.UniqueId, total);
            texts.Add(Encoding.Latin1.GetString(octets.GetBuffer(), 0, (int)octets.Length));
        }

        return texts.ToArray();
    });

    /// <returns>How many were deleted.</returns>
    public Task<int> DeleteAsync(ServerLogin login, string[] ids) => server.RunAsync(login, async client =>
    {
        var wanted = await FindAsync(client, ids, withSizes: false);
        foreach (var message in wanted)
        {
            await client.DeleteAsync(message.Number, call.Aborted);
        }

        return wanted.Count;
    });

    /// <summary>The messages with these ids, in their order. If a server repeats an id, it means the same message.</summary>
    private async Task<List<Pop3Message>> FindAsync(Pop3Client client, string[] ids, bool withSizes)
    {
        var byId = (await client.ListAsync(withSizes, call.Aborted))
            .GroupBy(message => message.UniqueId, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        Pop3Message? Of(string id) => byId.GetValueOrDefault(id) ?? byId.GetValueOrDefault(ExtendedIds.UniqueIdIn(id));
        UnknownIds.Report(call, ids.Where(id => Of(id) is null));
        return [.. ids.Select(Of).OfType<Pop3Message>().Distinct()];
    }
}
