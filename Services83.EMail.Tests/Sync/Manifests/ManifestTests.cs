using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Manifests;

/// <summary>
/// After a first sync every message is in the cache with the server's bytes, and the engine reads the values that the generator of the
/// message wrote down: subject, addresses, date, text, and every attachment with its name and its bytes.
/// </summary>
[Category(Tier.Servers)]
[CancelAfter(600_000)]
public sealed class ManifestTests : DovecotSyncFixture
{
    private const string Here = "made here";

    /// <param name="origin">Made here; or by another generator, when environment variables name a Maildir and its manifest.</param>
    [TestCaseSource(nameof(Origins))]
    public async Task Everything_that_was_written_can_be_read(string origin)
    {
        if (origin == Here)
        {
            await AssertReadsAsync(await AppendAsync(messages: 2000));
            return;
        }

        await Server.PutMaildirAsync(User, origin, Deadline);
        await AssertReadsAsync([.. ManifestEntry.ReadFile(Environment.GetEnvironmentVariable("MANIFEST_FILE")!)]);
    }

    private static IEnumerable<string> Origins() => [Here, .. Environment.GetEnvironmentVariable("MANIFEST_MAILDIR") is { } maildir ? [maildir] : Array.Empty<string>()];

    private async Task<List<ManifestEntry>> AppendAsync(int messages)
    {
        var entries = new List<ManifestEntry>();
        await Other.CreateAsync("Blåbær & Søn", Deadline);
        for (var number = 0; number < messages; number++)
        {
            var (octets, contents) = ManifestMail.Make(number);
            var folder = number % 3 == 0 ? "Blåbær & Søn" : Inbox;
            var place = await Other.AppendAsync(folder, new MemoryStream(octets), [], null, Deadline);
            entries.Add(new(folder, place!.Uid, ManifestEntry.Hash(octets), contents));
        }

        return entries;
    }

    private async Task AssertReadsAsync(IReadOnlyList<ManifestEntry> entries)
    {
        await StartEngineAsync(("Sync:SweepSeconds", "3600"));
        var account = await AddAccountAsync();
        await SyncAsync(account);
        var cached = (await Engine.Database.QueryAsync<(string Folder, long Uid, int ItemId, byte[] Raw)>(
            """
            SELECT f.name, i.uid, i.item_id, b.raw FROM email_item i
            JOIN email_folder f USING (folder_id) JOIN content_body b USING (content_id) WHERE i.account_id = @account
            """,
            new { account }, Deadline)).ToDictionary(row => (row.Folder, (uint)row.Uid), row => (row.ItemId, Hash: ManifestEntry.Hash(row.Raw)));
        var wrong = new List<string>();
        foreach (var entry in entries)
        {
            if (!cached.TryGetValue((entry.Folder, entry.Uid), out var item) || item.Hash != entry.Octets)
            {
                wrong.Add($"{entry.Folder} {entry.Uid}: {(item.ItemId == 0 ? "missing" : "other octets")}");
            }
            else if (entry.Contents is { } expected && await ReadAsync(account, item.ItemId) is var read && Difference(expected, read) is { } difference)
            {
                wrong.Add($"{entry.Folder} {entry.Uid}: {difference}");
            }
        }

        await TestContext.Out.WriteLineAsync($"{entries.Count} messages, {entries.Count(entry => entry.Contents is not null)} of them read, {wrong.Count} differences");
        Assert.That(wrong.Take(20), Is.Empty);
        Assert.That(cached, Has.Count.EqualTo(entries.Count));
    }

    private async Task<MessageContents> ReadAsync(int account, int itemId)
    {
        await using var scope = Engine.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<CallContext>();
        context.Aborted = Deadline;
        context.Caller = new Caller { AssociateId = (await Engine.Get<AccountStore>().FindAsync(account, Deadline))!.AssociateId, LoginName = "reader", IsPrivileged = false };
        var entity = await scope.ServiceProvider.GetRequiredService<IEMailAgent>().GetEMailAsync(itemId, true);
        return new()
        {
            Subject = entity.Subject!,
            MessageId = entity.MessageID!,
            Date = entity.IsSent ? new DateTimeOffset(entity.Sent).ToUnixTimeSeconds() : null,
            From = Addresses([entity.From!]),
            To = Addresses(entity.To!),
            Cc = Addresses(entity.Cc!),
            TextHash = entity.PlainBody!.Length == 0 ? null : ManifestEntry.Hash(entity.PlainBody!),
            HasHtml = entity.HTMLBody!.Length > 0,
            Attachments = [.. entity.Attachments!.Select(file => $"{file.Filename} {file.Stream!.Length} {ManifestEntry.Hash(file.Stream)}")],
        };
    }

    private static string Addresses(IEnumerable<EMailAddress> addresses) =>
        string.Join("; ", addresses.Where(address => address.Address!.Length > 0).Select(address => $"{address.Name} <{address.Address}>"));

    private static string? Difference(MessageContents expected, MessageContents read)
    {
        if (expected with { Attachments = read.Attachments, To = expected.To ?? read.To } != read)
        {
            return $"{expected}\n   read as {read}";
        }

        return expected.Attachments is null || expected.Attachments.SequenceEqual(read.Attachments!)
            ? null
            : $"{string.Join(", ", expected.Attachments)}\n   read as {string.Join(", ", read.Attachments!)}";
    }
}
