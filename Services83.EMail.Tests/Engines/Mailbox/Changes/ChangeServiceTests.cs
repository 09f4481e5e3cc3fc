using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Changes;

/// <summary>The operations of the contract that change messages and folders: what they do, for whom, and what they refuse.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class ChangeServiceTests : AgentFixture
{

    [Test]
    public async Task A_change_is_shown_by_the_next_call_and_reaches_the_server_without_another()
    {
        var item = await ItemAsync("inbox 1");

        await CallAsync(agent => agent.MarkEmailsAsReadAsync([item], true));

        Assert.That((await ReadAsync(item)).Flags, Is.EqualTo(EMailFlags.Seen));
        await Server.Log.WaitForAsync("UID STORE", 1, Deadline);
        await SyncAsync();
        Assert.That(Anna.Inbox.Find(1)!.Flags, Is.EqualTo(new[] { @"\Seen" }));
    }

    [Test]
    public async Task Messages_are_moved_to_the_folder_with_that_key()
    {
        var item = await ItemAsync("inbox 1");
        var folder = await FolderAsync("Archive/2025");

        await CallAsync(agent => agent.MoveEmailsToFolderAsync(folder.FolderId, [item]));

        Assert.That((await ReadAsync(item)).FolderName, Is.EqualTo("Archive/2025"));
        await SettleAsync();
        Assert.That(OnServer("Archive/2025"), Is.EqualTo(new[] { "inbox 1" }));
        Assert.That((await ReadAsync(item)).FolderName, Is.EqualTo("Archive/2025"));
    }

    [Test]
    public async Task Messages_are_moved_to_the_trash_and_stay_there_when_that_is_asked_again()
    {
        var item = await ItemAsync("inbox 1");

        await CallAsync(agent => agent.MoveEmailsToTrashAsync([item]));
        await SettleAsync();
        await CallAsync(agent => agent.MoveEmailsToTrashAsync([item]));
        await SettleAsync();

        Assert.That(OnServer("Trash"), Is.EqualTo(new[] { "inbox 1" }));
    }

    [Test]
    public async Task An_account_without_a_trash_is_a_clear_error_and_nothing_is_moved()
    {
        Anna.DeleteFolder("Trash");
        await SyncAsync();

        var error = await RefusedAsync<EntityNotFoundException>(async agent => await agent.MoveEmailsToTrashAsync([await ItemAsync("inbox 1")]));

        Assert.That(error.Message, Does.Contain("deleted mail"));
        Assert.That((await CountAsync()).Pending, Is.Zero);
    }

    [Test]
    public async Task Messages_are_deleted_for_good_or_moved_to_a_named_folder()
    {
        await CallAsync(async agent => await agent.DeleteEmailsAsync([await ItemAsync("inbox 1")], null));
        await CallAsync(async agent => await agent.DeleteEmailsAsync([await ItemAsync("inbox 2")], ""));
        await CallAsync(async agent => await agent.DeleteEmailsAsync([await ItemAsync("inbox 3")], "Blåbær & Søn"));
        await SettleAsync();

        Assert.That(OnServer("INBOX"), Is.EqualTo(new[] { "inbox 4", "inbox 5" }));
        Assert.That(OnServer("Blåbær & Søn"), Is.EqualTo(new[] { "bær 1", "inbox 3" }));
    }

    [TestCase("Nowhere", typeof(EntityNotFoundException))]
    [TestCase("Archive", typeof(InvalidArgumentException))]
    public async Task A_folder_that_cannot_take_messages_is_refused_and_nothing_is_deleted(string folder, Type error)
    {
        var item = await ItemAsync("inbox 1");

        Assert.That(async () => await CallAsync(agent => agent.DeleteEmailsAsync([item], folder)), Throws.InstanceOf(error).With.Message.Contain(folder));
        Assert.That((await CountAsync()).Pending, Is.Zero);
    }

    [Test]
    public async Task A_message_that_was_answered_says_so_here_and_on_the_server()
    {
        await CallAsync(agent => agent.SetRepliedAtAsync("<inbox-1@test.example>"));

        var entity = await ReadAsync(await ItemAsync("inbox 1"));
        Assert.That(entity.RepliedAt, Is.Not.EqualTo(default(DateTime)));
        Assert.That(entity.Flags, Is.EqualTo(EMailFlags.Answered));
        await SettleAsync();
        Assert.That(Anna.Inbox.Find(1)!.Flags, Is.EqualTo(new[] { @"\Answered" }));
    }

    [Test]
    public async Task A_message_id_that_is_not_known_is_told_and_an_empty_one_refused()
    {
        await RefusedAsync<EntityNotFoundException>(agent => agent.SetRepliedAtAsync("nobody@test.example"));
        await RefusedAsync<InvalidArgumentException>(agent => agent.SetRepliedAtAsync(" "));

        Assert.That((await CountAsync()).Pending, Is.Zero);
    }

    [Test]
    public async Task A_subscription_is_ended()
    {
        var folder = await FolderAsync("Junk");
        await CallAsync(agent => agent.ToggleSubscriptionAsync(folder.FolderId, false));
        await SettleAsync();

        Assert.That(Anna["Junk"].IsSubscribed, Is.False);
        await RefusedAsync<EntityNotFoundException>(agent => agent.ToggleSubscriptionAsync(4711, true));
    }

    [Test]
    public async Task Unknown_messages_and_those_of_others_are_passed_over_and_named()
    {
        var (mine, stranger) = (await ItemAsync("inbox 1"), await Engine.AddAssociateAsync("stranger"));

        var own = await CallAsync(agent => agent.MarkEmailsAsReadAsync([mine, 4711, 4711], true));
        var others = await CallAsync(agent => agent.DeleteEmailsAsync([mine], null), stranger);

        Assert.That(own["UnknownIds"], Is.EqualTo("4711"));
        Assert.That(others["UnknownIds"], Is.EqualTo($"{mine}"));
        await SettleAsync();
        Assert.That(Anna.Inbox.Find(1)!.Flags, Is.EqualTo(new[] { @"\Seen" }));
    }

    [Test]
    public async Task Folders_of_others_are_as_if_they_were_not_there()
    {
        var (folder, stranger) = (await FolderAsync("Junk"), await Engine.AddAssociateAsync("stranger"));

        await RefusedAsync<EntityNotFoundException>(agent => agent.ToggleSubscriptionAsync(folder.FolderId, false), stranger);
        await RefusedAsync<EntityNotFoundException>(agent => agent.MoveEmailsToFolderAsync(folder.FolderId, []), stranger);
    }

    [Test]
    public async Task A_message_is_not_moved_into_another_account()
    {
        var second = await Engine.AddAccountAsync(Server, Anna);
        await Engine.Database.WriteAsync(
            (transaction, token) => transaction.ExecuteAsync("UPDATE account SET associate_id = @Owner WHERE account_id = @second", new { Owner, second }, token), Deadline);
        await Engine.SyncAsync(second, Deadline);
        var foreign = await Engine.Database.FirstOrDefaultAsync<int>(
            "SELECT folder_id FROM email_folder WHERE account_id = @second AND name = 'Junk'", new { second }, Deadline);
        var item = (await ItemsAsync("inbox 1"))[0];

        await RefusedAsync<InvalidArgumentException>(agent => agent.MoveEmailsToFolderAsync(foreign, [item]));

        Assert.That((await CountAsync()).Pending, Is.Zero);
    }

    [Test]
    public async Task No_list_and_an_empty_one_do_nothing()
    {
        foreach (var ids in new int[]?[] { null, [] })
        {
            await CallAsync(agent => agent.MarkEmailsAsReadAsync(ids, true));
            await CallAsync(agent => agent.MoveEmailsToTrashAsync(ids));
            await CallAsync(agent => agent.DeleteEmailsAsync(ids, null));
            await CallAsync(agent => agent.DeleteEmailsAsync(ids, "Nowhere"));
        }

        Assert.That((await CountAsync()).Pending, Is.Zero);
    }

    [Test]
    public async Task A_hundred_thousand_ids_that_are_not_known_are_named_in_part()
    {
        var item = await ItemAsync("inbox 1");

        var info = await CallAsync(agent => agent.MarkEmailsAsReadAsync([.. Enumerable.Range(item, 100_000)], true));

        Assert.That(info["UnknownIds"], Does.EndWith(",…").And.Length.LessThan(10_000));
        await SettleAsync();
        Assert.That(Anna.Inbox.Messages.Select(message => message.Flags.Contains(@"\Seen")), Is.All.True);
    }

    [Test]
    public async Task A_hundred_thousand_messages_are_changed_by_one_call()
    {
        Server.Faults.OnEvery(SandboxFaults.Greeting).DropLine();
        await Engine.SyncAsync(Account, Deadline);
        var template = await ItemAsync("inbox 1");
        await Engine.Database.ExecuteAsync(
            """
            INSERT INTO email_item (account_id, content_id, folder_id, uid_validity, uid, flags, received_at)
            WITH RECURSIVE number (n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM number WHERE n < 100999)
            SELECT account_id, content_id, folder_id, uid_validity, n, 0, received_at FROM email_item, number WHERE item_id = @template
            """,
            new { template }, Deadline);
        var items = await ShownInAsync("INBOX");

        await CallAsync(agent => agent.MarkEmailsAsReadAsync([.. items], true));
        await CallAsync(agent => agent.MoveEmailsToTrashAsync([.. items]));

        Assert.That((await CountAsync()).Pending, Is.EqualTo(200_010));
        Assert.That(await ShownInAsync("INBOX"), Is.Empty);
        Assert.That(await ShownInAsync("Trash"), Has.Count.EqualTo(100_005));
        Assert.That((await ReadAsync(items[^1])).Flags, Is.EqualTo(EMailFlags.Seen));
    }
}
