using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Pushes;

/// <summary>A change with unexpected failures must not prevent the sync of its account.</summary>
[Category(Tier.Servers)]
[CancelAfter(90_000)]
public sealed class PoisonChangeTests : PushFixture
{
    private const int FaultsInARow = 3;

    [Test]
    public async Task It_is_put_aside_after_the_third_failure_and_everything_else_goes_on()
    {
        await StartSyncedAsync();
        var (good, bad, later) = (await ItemAsync("inbox 1"), await ItemAsync("inbox 3"), await ItemAsync("inbox 5"));
        await PoisonAsync(bad);
        foreach (var item in (int[])[good, bad, later])
        {
            await MarkAsync(item, read: true);
        }

        Anna.Inbox.Append(Message("news"));
        for (var i = 0; i < FaultsInARow; i++)
        {
            Assert.That((await Engine.SyncAsync(Account, Deadline)).Error, Is.InstanceOf<StorageException>());
        }

        await SyncAsync();

        Assert.That(await ItemsAsync("news"), Has.Count.EqualTo(1));
        Assert.That((await SeenAsync("inbox 1"), await SeenAsync("inbox 5")), Is.EqualTo((true, true)));
        Assert.That(await CountAsync(), Is.EqualTo(new ChangeCount(Account, 1, 0, 1)));
        Assert.That((await ShownAsync(bad))!.Flags.HasFlag(EMailFlags.Seen), Is.True, "it stays as it was asked for");
        Assert.That(await ReasonAsync(), Does.Contain("tried again later: 1").And.Contain("poison"));
    }

    [Test]
    public async Task It_is_sent_when_its_time_has_come_and_nothing_is_wrong_any_more()
    {
        await StartSyncedAsync();
        var bad = await ItemAsync("inbox 1");
        await PutAsideAsync(bad);
        await ExecuteAsync(TestStorage.Allow("poison"));
        await SyncAsync();
        Assert.That((await CountAsync()).Held, Is.EqualTo(1), "not before");

        await ExecuteAsync("UPDATE email_change SET held_until = 1");
        await SettleAsync();

        Assert.That(await ReasonAsync(), Is.Empty);
        await AssertSettledAsync();
    }

    [Test]
    public async Task Later_changes_of_the_same_message_wait_behind_it()
    {
        await StartSyncedAsync();
        var bad = await ItemAsync("inbox 1");
        await PutAsideAsync(bad);
        await ExecuteAsync(TestStorage.Allow("poison"));
        await MoveAsync(bad, "Archive/2025");
        await DeleteAsync(await ItemAsync("inbox 2"));

        await SyncAsync();
        Assert.That(OnServer("INBOX"), Does.Contain("inbox 1").And.Not.Contain("inbox 2"));
        Assert.That((await ShownAsync(bad))!.FolderName, Is.EqualTo("Archive/2025"));

        await ExecuteAsync("UPDATE email_change SET held_until = 1");
        await SettleAsync();
        Assert.That(OnServer("Archive/2025"), Is.EqualTo(new[] { "inbox 1" }));
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_row_that_cannot_even_be_read_is_found_among_the_others()
    {
        TestStorage.RequireSqlite("A number of PostgreSQL is never a text.");
        await StartSyncedAsync();
        foreach (var subject in (string[])["inbox 1", "inbox 3", "inbox 5"])
        {
            await MarkAsync(await ItemAsync(subject), read: true);
        }

        await ExecuteAsync($"UPDATE email_change SET target_folder_id = NULL, flag = 'damaged' WHERE item_id = {await ItemAsync("inbox 3")}");
        for (var i = 0; i < FaultsInARow; i++)
        {
            Assert.That((await Engine.SyncAsync(Account, Deadline)).Error, Is.Not.Null);
        }

        await SyncAsync();

        Assert.That((await SeenAsync("inbox 1"), await SeenAsync("inbox 5")), Is.EqualTo((true, true)));
        Assert.That(await CountAsync(), Is.EqualTo(new ChangeCount(Account, 1, 0, 1)));
    }

    [Test]
    public async Task An_append_that_fails_after_the_server_took_it_is_not_made_twice()
    {
        await StartSyncedAsync();
        await ExecuteAsync(TestStorage.Refuse("poison", "DELETE ON email_change", "poison"));
        await AppendAsync(Message("draft 1"));
        for (var i = 0; i < FaultsInARow; i++)
        {
            await Engine.SyncAsync(Account, Deadline);
        }

        await ExecuteAsync(TestStorage.Allow("poison"));
        await ExecuteAsync("UPDATE email_change SET held_until = 1");
        await SettleAsync();

        Assert.That(OnServer("Drafts"), Is.EqualTo(new[] { "draft 1" }));
        await AssertSettledAsync();
    }

    [Test]
    public async Task What_a_clock_that_was_ahead_has_put_aside_is_sent()
    {
        await StartSyncedAsync();
        await MarkAsync(await ItemAsync("inbox 1"), read: true);
        await Engine.Database.ExecuteAsync(
            "UPDATE email_change SET held_until = @ahead", new { ahead = TimeProvider.System.GetUtcNow().AddYears(1) }, Deadline);

        await SettleAsync();
        await AssertSettledAsync();
    }

    [Test]
    public async Task Status_tells_of_it()
    {
        await StartSyncedAsync();
        await PutAsideAsync(await ItemAsync("inbox 1"));
        await SyncAsync();

        var status = await CommandRunner.RunAsync("", ["status", .. TestStorage.ArgumentsFor(Engine.DataFolder)]);
        Assert.That(status.Output, Does.Match("ok .*1 put aside .*poison"));
    }

    private Task<int> PoisonAsync(int itemId) => ExecuteAsync(
        TestStorage.Refuse("poison", "DELETE ON email_change", "poison", $"OLD.item_id = {itemId}"));

    private async Task PutAsideAsync(int itemId)
    {
        await PoisonAsync(itemId);
        await MarkAsync(itemId, read: true);
        for (var i = 0; i < FaultsInARow; i++)
        {
            await Engine.SyncAsync(Account, Deadline);
        }

        Assert.That((await CountAsync()).Held, Is.EqualTo(1));
    }

    private async Task<bool> SeenAsync(string subject) =>
        (await Engine.Database.QueryAsync<int>(
            "SELECT flags FROM email_item WHERE item_id = @id", new { id = await ItemAsync(subject) }, Deadline)).Single() is var flags
        && ((EMailFlags)flags).HasFlag(EMailFlags.Seen);

    private Task<int> ExecuteAsync(string sql) => Engine.Database.ExecuteAsync(sql, new { }, Deadline);

    private async Task<string> ReasonAsync() => (await Engine.Get<AccountStore>().FindAsync(Account, Deadline))!.ErrorReason;
}
