using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>Mail that is older than the configured history is not fetched; what is cached stays what it is.</summary>
[Category(Tier.Engines)]
[TestFixture("QRESYNC")]
[TestFixture("CONDSTORE")]
[TestFixture("neither")]
[CancelAfter(60_000)]
public sealed class HistoryTests(string tier) : SyncFixture
{
    private static DateTimeOffset Ago(double days) => TimeProvider.System.GetUtcNow().AddDays(-days);

    [Test]
    public async Task Older_mail_is_left_out_and_the_folder_stays_in_step_all_the_same()
    {
        await StartWithOldMailAsync();
        await SyncAsync();
        Assert.That(await SubjectsAsync(), Contains.Item("recent").And.None.EqualTo("old 1").And.None.EqualTo("old 2"));

        Server.Log.Clear();
        await SyncAsync();
        Assert.That(Server.Log.Entries.Where(entry => entry.Line.Contains("BODY", StringComparison.Ordinal)), Is.Empty);
        Assert.That(Server.Log.Entries.Where(entry => entry.Line.Contains("INTERNALDATE", StringComparison.Ordinal)), Is.Empty, "nobody asks twice");

        Anna.Inbox.Append(Message("news"));
        Anna.Inbox.SetFlags(UidOf("old 1"), @"\Flagged");
        Anna.Inbox.Expunge(UidOf("old 2"), UidOf("recent"));
        Server.Log.Clear();
        await SyncAsync();

        await AssertEqualButAsync("old 1");
        var whole = Server.Log.Entries.Count(entry => entry.Line.Contains("FETCH 1:* (UID FLAGS", StringComparison.Ordinal) && !entry.Line.Contains("CHANGEDSINCE", StringComparison.Ordinal));
        Assert.That(whole, Is.EqualTo(tier == "QRESYNC" ? 0 : tier == "CONDSTORE" ? 1 : 3), "what was left out counts: " + Server.Log);
    }

    [Test]
    public async Task Raising_the_setting_fetches_older_mail()
    {
        await StartWithOldMailAsync();
        await SyncAsync();

        await Engine.StopAsync();
        await using (var engine = await TestEngine.StartOnAsync(Engine.DataFolder, Server, settings: ("Sync:HistoryDays", "500")))
        {
            Assert.That((await engine.SyncAsync(Account, Deadline)).Error, Is.Null);
            Assert.That((await engine.SyncAsync(Account, Deadline)).Error, Is.Null);
        }

        await AssertEqualButAsync("old 2");
        await using (var engine = await TestEngine.StartOnAsync(Engine.DataFolder, Server))
        {
            Assert.That((await engine.SyncAsync(Account, Deadline)).Error, Is.Null);
        }

        await AssertEqualAsync();
    }

    [Test]
    public async Task A_cached_message_keeps_its_id_when_it_is_moved_or_numbered_anew_beyond_the_history()
    {
        await StartAsync(Capabilities(tier));
        Anna.Inbox.Append(Message("kept"), [], Ago(100));
        Anna["Sent"].Append(Message("renumbered"), [], Ago(100));
        await SyncAsync();
        var ids = await CachedMailbox.IdsAsync(Engine.Database, Account);
        Anna["Sent"].Append(Message("never seen before"), [], Ago(100));
        Anna.Inbox.Move(Anna["Archive/2025"], UidOf("kept"));
        Anna["Sent"].ResetUidValidity();

        await Engine.StopAsync();
        await using var engine = await TestEngine.StartOnAsync(Engine.DataFolder, Server, settings: ("Sync:HistoryDays", "30"));
        Assert.That((await engine.SyncAsync(Account, Deadline)).Error, Is.Null);

        await AssertEqualButAsync("never seen before");
        Assert.That(await CachedMailbox.IdsAsync(Engine.Database, Account), Is.EquivalentTo(ids), "ids survive");
    }

    private async Task StartWithOldMailAsync()
    {
        await StartAsync(Capabilities(tier), ("Sync:HistoryDays", "30"));
        Anna.Inbox.Append(Message("old 1"), [], Ago(40));
        Anna.Inbox.Append(Message("old 2"), [], Ago(4000));
        Anna.Inbox.Append(Message("recent"), [], Ago(20));
    }

    private uint UidOf(string subject) =>
        Anna.Inbox.Messages.Single(message => Pushes.PushFixture.Subject(message) == subject).Uid;

    private async Task AssertEqualButAsync(params string[] leftOut)
    {
        var hashes = leftOut.Select(subject => CachedMailbox.Hash(Message(subject))).ToHashSet();
        Assert.That(
            await CachedMailbox.ReadAsync(Engine.Database, Account),
            Is.EqualTo(CachedMailbox.Of(Anna).Where(message => !hashes.Contains(message.Hash))));
    }

    private Task<IReadOnlyList<string>> SubjectsAsync() =>
        Engine.Database.QueryAsync<string>("SELECT subject FROM content", new { }, Deadline);
}
