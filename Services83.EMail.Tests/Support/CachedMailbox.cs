using System.Security.Cryptography;
using Dapper;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Support;

/// <summary>One message, as either side has it, in a form that can be compared.</summary>
public sealed record MailboxLine(string Folder, uint Uid, string Flags, string Hash);

/// <summary>Says what the database holds of an account, and what the sandbox has.</summary>
public static class CachedMailbox
{
    public static async Task<IReadOnlyList<MailboxLine>> ReadAsync(IDatabase database, int accountId)
    {
        var rows = await database.ReadAsync(
            (connection, _) => connection.QueryAsync<(string Folder, long Uid, int Flags, byte[] Raw)>(
                """
                SELECT f.name, i.uid, i.flags, b.raw
                FROM email_item i JOIN email_folder f USING (folder_id) JOIN content_body b USING (content_id)
                WHERE i.account_id = @accountId AND i.uid IS NOT NULL AND f.gone = FALSE
                """,
                new { accountId }),
            CancellationToken.None);
        return Sorted(rows.Select(row => new MailboxLine(row.Folder, (uint)row.Uid, ((EMailFlags)row.Flags).ToString(), Hash(row.Raw))));
    }

    /// <summary>Id of each message by its hash, whatever folder it is in; messages that occur twice are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> IdsAsync(IDatabase database, int accountId)
    {
        var rows = await database.ReadAsync(
            (connection, _) => connection.QueryAsync<(int ItemId, byte[] Raw)>(
                "SELECT i.item_id, b.raw FROM email_item i JOIN content_body b USING (content_id) WHERE i.account_id = @accountId",
                new { accountId }),
            CancellationToken.None);
        return rows.GroupBy(row => Hash(row.Raw)).Where(group => group.Count() == 1).ToDictionary(group => group.Key, group => group.Single().ItemId);
    }

    public static IReadOnlyList<MailboxLine> Of(SandboxAccount account) => Sorted(
        from folder in account.Folders
        where folder.IsSelectable
        from message in folder.Messages
        select new MailboxLine(folder.Name, message.Uid, Flags(message.Flags), Hash(message.Raw)));

    /// <summary>What another program sees of a mailbox on a real server.</summary>
    public static async Task<IReadOnlyList<MailboxLine>> OfAsync(ImapClient client, CancellationToken cancellationToken)
    {
        var lines = new List<MailboxLine>();
        foreach (var mailbox in (await client.ListAsync(cancellationToken)).Where(mailbox => mailbox.IsSelectable))
        {
            if ((await client.ExamineAsync(mailbox.Name, null, cancellationToken)).Exists == 0)
            {
                continue;
            }

            foreach (var response in await client.ToListAsync(UidSet.All, FetchItems.Body | FetchItems.Flags, cancellationToken))
            {
                using (response)
                {
                    lines.Add(new MailboxLine(mailbox.Name, response.Uid, Flags(response.Flags!), Hash(await response.Body!.ToArrayAsync(cancellationToken))));
                }
            }
        }

        return Sorted(lines);
    }

    public static string Hash(ReadOnlyMemory<byte> raw) => Convert.ToHexString(SHA256.HashData(raw.Span))[..16];

    private static string Flags(IEnumerable<string> flags)
    {
        var known = flags.Select(flag => flag.TrimStart('\\')).Where(flag => Enum.TryParse<EMailFlags>(flag, out _) && flag != "Recent");
        var value = known.Aggregate(default(EMailFlags), (all, flag) => all | Enum.Parse<EMailFlags>(flag));
        return value.ToString();
    }

    private static IReadOnlyList<MailboxLine> Sorted(IEnumerable<MailboxLine> lines) =>
        [.. lines.OrderBy(line => line.Folder, StringComparer.Ordinal).ThenBy(line => line.Uid)];
}
