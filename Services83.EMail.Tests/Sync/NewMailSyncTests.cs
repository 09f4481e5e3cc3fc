using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>A sync for new mail only does no more than necessary, and never replaces a complete one.</summary>
[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class NewMailSyncTests : SyncFixture
{
    [Test]
    public async Task On_a_server_without_mod_sequences_no_known_message_is_looked_at()
    {
        await StartSyncedAsync("neither");
        Anna.Inbox.Append(Message("new"));
        Anna.Inbox.SetFlags(1, @"\Flagged");

        await CheckAsync();

        Assert.That(await SubjectsAsync(), Contains.Item("new"));
        Assert.That(Server.Log.Entries.Where(entry => entry.Line.Contains("1:*", StringComparison.Ordinal)), Is.Empty, Server.Log.ToString());
        Assert.That(Server.Log.Count("EXAMINE"), Is.LessThanOrEqualTo(2), "only the inbox is opened, to compare and to fetch");
        await SyncAsync();
        await AssertEqualAsync();
    }

    [Test]
    public async Task What_went_away_is_noticed_nevertheless([Values("QRESYNC", "CONDSTORE", "neither")] string tier)
    {
        await StartSyncedAsync(tier);
        Anna.Inbox.Append(Message("new"));
        Anna.Inbox.Move(Anna["Archive/2025"], 2);
        var ids = await CachedMailbox.IdsAsync(Engine.Database, Account);

        await CheckAsync();

        await AssertEqualAsync();
        Assert.That(ids, Is.SubsetOf(await CachedMailbox.IdsAsync(Engine.Database, Account)), "ids survive");
    }

    [Test]
    public async Task A_request_for_everything_is_not_taken_for_one_for_new_mail([Values] bool first)
    {
        await StartSyncedAsync("neither");
        var queue = Engine.Get<SyncQueue>();
        if (first)
        {
            await queue.EnqueueAsync([Account], Deadline);
        }

        await queue.EnqueueNewMailAsync(Account, Deadline);
        if (!first)
        {
            Assert.That((await queue.StartAsync(Account, Deadline))?.Depth, Is.EqualTo(SyncDepth.NewMail));
            await queue.EnqueueAsync([Account], Deadline);
        }

        Assert.That((await queue.StartAsync(Account, Deadline))?.Depth, Is.EqualTo(SyncDepth.Everything), "also after a crash");
    }

    [Test]
    public async Task After_a_check_that_failed_everything_is_synced()
    {
        await StartSyncedAsync("neither");
        var queue = Engine.Get<SyncQueue>();
        await queue.EnqueueNewMailAsync(Account, Deadline);
        await queue.StartAsync(Account, Deadline);
        await queue.PutOffAsync(Account, new RunResult(), _ => TimeSpan.Zero, Deadline);

        Assert.That((await queue.StartAsync(Account, Deadline))?.Depth, Is.EqualTo(SyncDepth.Everything));
    }

    private async Task StartSyncedAsync(string tier)
    {
        await StartAsync(Capabilities(tier), ("Sync:SweepSeconds", "3600"));
        await SyncAsync();
        Server.Log.Clear();
    }

    private Task<IReadOnlyList<string>> SubjectsAsync() =>
        Engine.Database.QueryAsync<string>("SELECT subject FROM content", new { }, Deadline);
}
