using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Drafts;

/// <summary>Saving in the database, and back to the server.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class SaveTests : AgentFixture
{
    [Test]
    public async Task A_new_message_is_saved_in_the_database_alone_until_it_is_saved_to_the_server()
    {
        var saved = await AskAsync(agent => agent.SaveAsync(Note("only here")));
        await SyncAsync();
        await SyncAsync();
        Assert.That((await ReadAsync(saved.EmailItemId)).Subject, Is.EqualTo("only here"));
        Assert.That(await ShownInAsync("Drafts"), Is.EqualTo(new[] { saved.EmailItemId }));
        Assert.That(Server.Log.Count("APPEND"), Is.Zero);

        saved.Subject = "still only here";
        var again = await AskAsync(agent => agent.SaveAsync(saved));
        Assert.That((again.EmailItemId, again.Subject), Is.EqualTo((saved.EmailItemId, "still only here")));
        await SyncAsync();
        Assert.That(Server.Log.Count("APPEND"), Is.Zero);

        var there = await AskAsync(agent => agent.SaveToMailServerAsync(again));
        await SettleAsync();
        Assert.That(there.EmailItemId, Is.EqualTo(saved.EmailItemId));
        Assert.That(OnServer("Drafts"), Is.EqualTo(new[] { "still only here" }));
        await AssertSettledAsync();
    }

    [Test]
    public async Task Of_a_cached_message_flags_and_the_moment_of_the_answer_are_saved_and_its_octets_stay()
    {
        var before = Anna.Inbox.Find(1)!.Raw.ToArray();
        var entity = await ReadAsync(await ItemAsync("inbox 1"));
        entity.Flags = EMailFlags.Seen | EMailFlags.Flagged;
        entity.RepliedAt = new DateTime(2026, 11, 20, 9, 8, 7, DateTimeKind.Utc);

        var saved = await AskAsync(agent => agent.SaveAsync(entity));
        await SettleAsync();

        Assert.That((saved.EmailItemId, saved.Flags, saved.RepliedAt), Is.EqualTo((entity.EmailItemId, entity.Flags, entity.RepliedAt)));
        Assert.That(Anna.Inbox.Find(1)!.Flags, Is.EquivalentTo(new[] { @"\Seen", @"\Flagged" }));
        Assert.That(Anna.Inbox.Find(1)!.Raw.ToArray(), Is.EqualTo(before));
        await AssertSettledAsync();
    }

    [Test]
    public async Task Another_text_for_a_received_message_is_refused_by_Save_and_written_by_SaveToMailServer()
    {
        var entity = await ReadAsync(await ItemAsync("inbox 1"));
        entity.Subject = "[4711] inbox 1";

        var error = await RefusedAsync<InvalidArgumentException>(agent => agent.SaveAsync(entity));
        Assert.That(error.Message, Does.Contain("SaveToMailServer"));
        Assert.That((await ReadAsync(entity.EmailItemId)).Subject, Is.EqualTo("inbox 1"));

        var saved = await AskAsync(agent => agent.SaveToMailServerAsync(entity));
        await SettleAsync();
        Assert.That((saved.EmailItemId, saved.ReceivedAt, saved.FolderName), Is.EqualTo((entity.EmailItemId, entity.ReceivedAt, "INBOX")));
        Assert.That(OnServer("INBOX"), Contains.Item("[4711] inbox 1").And.None.EqualTo("inbox 1"));
        Assert.That((await ReadAsync(entity.EmailItemId)).PlainBody, Does.StartWith("Text of inbox 1"));
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_message_that_says_what_is_cached_is_moved_and_marked_and_not_written_anew()
    {
        var before = Anna.Inbox.Find(2)!.Raw.ToArray();
        var entity = await ReadAsync(await ItemAsync("inbox 2"), includeAttachments: true);
        entity.FolderName = "Archive/2025";
        entity.Flags = EMailFlags.Flagged;

        var saved = await AskAsync(agent => agent.SaveToMailServerAsync(entity));
        await SettleAsync();

        Assert.That((saved.FolderName, saved.Flags), Is.EqualTo(("Archive/2025", EMailFlags.Flagged)));
        Assert.That(Anna["Archive/2025"].Messages.Single().Raw.ToArray(), Is.EqualTo(before));
        Assert.That(Anna["Archive/2025"].Messages.Single().Flags, Is.EqualTo(new[] { @"\Flagged" }));
        Assert.That(Server.Log.Count("APPEND"), Is.Zero);
        await AssertSettledAsync();
    }

    [TestCase(true, "Sent")]
    [TestCase(false, "Drafts")]
    public async Task A_new_message_without_a_folder_goes_to_sent_mail_or_to_drafts(bool isSent, string folder)
    {
        var note = Note("new");
        note.IsSent = isSent;
        Assert.That((await AskAsync(agent => agent.SaveToMailServerAsync(note))).FolderName, Is.EqualTo(folder));
        await SettleAsync();
        Assert.That(OnServer(folder), Contains.Item("new"));
        await AssertSettledAsync();
    }

    [Test]
    public async Task A_folder_that_is_named_is_used_and_one_that_is_not_there_or_holds_no_messages_is_refused()
    {
        Assert.That((await AskAsync(agent => agent.SaveToMailServerAsync(Note("new", "inbox")))).FolderName, Is.EqualTo("INBOX"));
        await RefusedAsync<EntityNotFoundException>(agent => agent.SaveToMailServerAsync(Note("lost", "Nowhere")));
        await RefusedAsync<InvalidArgumentException>(agent => agent.SaveToMailServerAsync(Note("lost", "Archive")));
        await RefusedAsync<InvalidArgumentException>(agent => agent.SaveToMailServerAsync(null));
        await RefusedAsync<InvalidArgumentException>(agent => agent.SaveAsync(null));
        Assert.That(await ItemsAsync("lost"), Is.Empty);
    }

    [Test]
    public async Task A_message_that_the_server_refused_can_be_saved_to_it_again_unchanged()
    {
        Server.Faults.OnEvery("APPEND").ReplyNo("[OVERQUOTA] Full");
        var saved = await AskAsync(agent => agent.SaveDraftAsync(Note("patient")));
        await SyncAsync();
        Assert.That((await CountAsync()).Rejected, Is.EqualTo(1));

        Server.Faults.Clear();
        await AskAsync(agent => agent.SaveToMailServerAsync(saved));
        await SettleAsync();

        Assert.That(OnServer("Drafts"), Is.EqualTo(new[] { "patient" }));
        Assert.That((await CountAsync()).Rejected, Is.Zero);
        await AssertSettledAsync();
    }

    private static EMailEntity Note(string subject, string? folder = null) =>
        new() { Subject = subject, PlainBody = $"Text of {subject}", FolderName = folder };
}
