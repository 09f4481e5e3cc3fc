using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Maildrops;

/// <summary>Which messages are deleted on a POP3 server, and which are not.</summary>
[Category(Tier.Engines)]
public sealed class MaildropDeletionTests : MaildropFixture
{
    private static readonly string[] All = ["message 1", "message 2", "message 3"];

    [Test]
    public async Task A_message_that_is_deleted_here_is_deleted_on_the_server_and_never_comes_back()
    {
        await StartAsync();
        await SyncAsync();
        await DeleteAsync("message 2");
        var before = Server.Messages.Count;
        Server.Instead = command => command.StartsWith("DELE", StringComparison.Ordinal) ? "-ERR not today\r\n" : null;
        await SyncAsync();
        var refused = await StateAsync();
        Server.Instead = _ => null;
        await SyncAsync();
        await SyncAsync();

        Assert.That(before, Is.EqualTo(3));
        Assert.That((refused.Status, refused.ErrorReason), Is.EqualTo((AccountStatus.Ok, "The server did not delete all messages that it should: The server refused DELE: not today")));
        Assert.That(Server.Messages.Select(message => message.Id), Is.EqualTo(new[] { "id1", "id3" }));
        Assert.That(await SubjectsAsync(), Is.EqualTo(new[] { "message 1", "message 3" }));
        Assert.That((Server.Count("RETR"), (await StateAsync()).ErrorReason), Is.EqualTo((3, "")));
    }

    [Test]
    public async Task Messages_are_deleted_on_the_server_when_they_have_been_here_for_so_many_days()
    {
        await StartAsync(deleteAfter: 14);
        await SyncAsync();
        await Engine.Database.ExecuteAsync(
            "UPDATE maildrop_message SET stored_at = @at WHERE unique_id = 'id1'", new { at = TimeProvider.System.GetUtcNow().AddDays(-14).AddMinutes(-1) }, Deadline);
        await Engine.Database.ExecuteAsync(
            "UPDATE maildrop_message SET stored_at = @at WHERE unique_id = 'id2'", new { at = TimeProvider.System.GetUtcNow().AddDays(-14).AddHours(1) }, Deadline);
        await SyncAsync();

        Assert.That(Server.Messages.Select(message => message.Id), Is.EqualTo(new[] { "id2", "id3" }));
        Assert.That(await SubjectsAsync(), Is.EqualTo(All), "they stay here");
    }

    [Test]
    public async Task Messages_are_deleted_on_the_server_at_once_but_not_those_of_which_only_the_header_is_here()
    {
        await StartAsync(deleteAfter: 0, ("Mail:MaxMessageBytes", "2000"));
        Server.Add("large", Message("large", padding: 1000));
        await SyncAsync();
        await SyncAsync();

        Assert.That(Server.Messages.Select(message => message.Id), Is.EqualTo(new[] { "large" }));
        Assert.That((await ItemsAsync()).Select(item => (item.Subject, item.Complete)), Does.Contain(("large", false)).And.Contain(("message 1", true)));
        Assert.That((await ItemsAsync()).Single(item => item.Subject == "large").Size, Is.GreaterThan(17_000));

        await DeleteAsync("large");
        await SyncAsync();
        Assert.That(Server.Messages, Is.Empty, "a person wanted it");
    }

    [TestCase("-ERR [SYS/TEMP] disk full\r\n")]
    [TestCase("-ERR some messages were not deleted\r\n")]
    public async Task A_deletion_is_done_when_the_server_has_confirmed_the_end_of_the_session(string answer)
    {
        await StartAsync(deleteAfter: 0);
        Server.Instead = command => command == "QUIT" ? answer : null;
        await SyncAsync();
        var (after, state) = (Server.Messages.Count, await StateAsync());
        Server.Instead = _ => null;
        await SyncAsync();

        Assert.That((after, state.Status), Is.EqualTo((3, AccountStatus.Ok)));
        Assert.That(state.ErrorReason, Does.StartWith("The server did not delete all messages that it should: The server refused QUIT"));
        Assert.That((Server.Messages.Count, Server.Count("RETR")), Is.EqualTo((0, 3)));
    }

    [Test]
    public async Task Another_message_that_has_the_id_by_now_is_never_deleted_but_fetched([Values] bool hasMessageId, [Values] bool sameSize)
    {
        await StartAsync();
        Server.Messages.Clear();
        Server.Add("id1", Message("message 1", hasId: hasMessageId));
        await SyncAsync();
        await DeleteAsync("message 1");
        Server.Messages.Clear();
        Server.Add("id1", Message("message 2", hasId: hasMessageId, padding: sameSize ? 0 : 1));
        await SyncAsync();
        await SyncAsync();

        Assert.That(Server.Messages, Has.Count.EqualTo(1));
        Assert.That(await SubjectsAsync(), Is.EqualTo(new[] { "message 2" }));
    }

    [Test]
    public async Task Messages_with_the_same_id_are_told_and_never_deleted()
    {
        await StartAsync(deleteAfter: 0);
        Server.Add("id3", Message("message 3 again"));
        await SyncAsync();
        await SyncAsync();

        Assert.That(await SubjectsAsync(), Is.EqualTo(All));
        Assert.That(Server.Messages.Select(message => message.Id), Is.EqualTo(new[] { "id3", "id3" }));
        Assert.That((await StateAsync()).ErrorReason, Is.EqualTo(
            "The server gives several messages the same unique id (1 ids, such as 'id3'). Only the first of each is fetched, and none of them is deleted on the server."));
    }
}
