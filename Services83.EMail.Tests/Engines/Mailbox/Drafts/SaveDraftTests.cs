using System.Text;
using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Drafts;

/// <summary>A draft is kept here and on the server, under one id, whatever happens.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class SaveDraftTests : AgentFixture
{
    private static readonly byte[] File = [0, 1, 2, 255, 13, 10, 13];

    [Test]
    public async Task A_draft_is_shown_at_once_with_all_it_holds_and_reaches_the_server_without_another_call()
    {
        var saved = await AskAsync(agent => agent.SaveDraftAsync(Letter()));

        Assert.That(saved.EmailItemId, Is.GreaterThan(0));
        Assert.That((saved.FolderName, saved.AccountId), Is.EqualTo(("Drafts", Account)));
        Assert.That(saved.Flags, Is.EqualTo(EMailFlags.Draft | EMailFlags.Seen));
        AssertIsLetter(saved);
        AssertIsLetter(await ReadAsync(saved.EmailItemId, includeAttachments: true));
        await Server.Log.WaitForAsync("APPEND", 1, Deadline);
        await SettleAsync();
        Assert.That(Anna["Drafts"].Messages.Single().Flags, Is.EquivalentTo(new[] { @"\Draft", @"\Seen" }));
        Assert.That(Encoding.UTF8.GetString(Anna["Drafts"].Messages.Single().Raw.Span), Does.Contain("Bcc: secret@test.example"));
        AssertIsLetter(await ReadAsync(saved.EmailItemId, includeAttachments: true));
        await AssertSettledAsync();
    }

    [Test]
    public async Task Saved_again_it_keeps_its_id_and_attachments_that_come_back_without_octets()
    {
        var saved = await AskAsync(agent => agent.SaveDraftAsync(Letter()));
        await SettleAsync();
        var changed = await ReadAsync(saved.EmailItemId);
        Assert.That(changed.Attachments!.Single().Stream, Is.Null);
        changed.Subject = "Second thoughts";

        var again = await AskAsync(agent => agent.SaveDraftAsync(changed));
        await SettleAsync();

        Assert.That(again.EmailItemId, Is.EqualTo(saved.EmailItemId));
        Assert.That(OnServer("Drafts"), Is.EqualTo(new[] { "Second thoughts" }));
        var read = await ReadAsync(saved.EmailItemId, includeAttachments: true);
        Assert.That((read.Subject, read.MessageID), Is.EqualTo(("Second thoughts", saved.MessageID)));
        Assert.That(read.Attachments!.Single().Stream, Is.EqualTo(File));
        await AssertSettledAsync();
    }

    [Test]
    public async Task While_the_server_is_away_drafts_are_kept()
    {
        var away = Server.Faults.OnEvery(SandboxFaults.Greeting).DropLine();
        var saved = await AskAsync(agent => agent.SaveDraftAsync(Letter()));
        saved.Subject = "Later";
        await AskAsync(agent => agent.SaveDraftAsync(saved));
        await Engine.SyncAsync(Account, Deadline);
        Assert.That((await ReadAsync(saved.EmailItemId)).Subject, Is.EqualTo("Later"));

        Server.Faults.Remove(away);
        await SettleAsync();

        Assert.That(OnServer("Drafts"), Is.EqualTo(new[] { "Later" }));
        await AssertSettledAsync();
    }

    [Test]
    public async Task The_key_of_a_message_that_is_no_draft_makes_a_new_draft_and_leaves_the_message_alone()
    {
        var received = await ReadAsync(await ItemAsync("inbox 1"));
        received.PlainBody = "My answer";

        var saved = await AskAsync(agent => agent.SaveDraftAsync(received));
        await SettleAsync();

        Assert.That(saved.EmailItemId, Is.Not.EqualTo(received.EmailItemId));
        Assert.That(OnServer("INBOX"), Contains.Item("inbox 1"));
        Assert.That(OnServer("Drafts"), Is.EqualTo(new[] { "inbox 1" }));
        await AssertSettledAsync();
    }

    [Test]
    public async Task The_account_is_the_named_one_else_that_of_the_author_else_the_current_one()
    {
        var other = await Engine.AddAccountAsync("127.0.0.1", Server.TlsPort, "other", "secret", Owner);
        var byName = Letter();
        byName.AccountId = Account;
        var byAuthor = Letter();
        byAuthor.From = new EMailAddress { Address = "ANNA@test.example" };

        Assert.That((await AskAsync(agent => agent.SaveDraftAsync(byName))).AccountId, Is.EqualTo(Account));
        Assert.That((await AskAsync(agent => agent.SaveDraftAsync(byAuthor))).AccountId, Is.EqualTo(Account));
        byAuthor.From.Address = "other@test.example";
        var error = await RefusedAsync<EntityNotFoundException>(agent => agent.SaveDraftAsync(byAuthor));
        Assert.That(error.Message, Does.Contain($"Account {other} has no folder for drafts"), "it has never been synced");
    }

    [Test]
    public async Task What_cannot_be_used_is_told_and_nothing_is_saved()
    {
        await RefusedAsync<InvalidArgumentException>(agent => agent.SaveDraftAsync(null));
        await RefusedAsync<InvalidArgumentException>(agent => agent.SaveDraftAsync(With(letter => letter.To = [new() { Address = "nobody" }])));
        await RefusedAsync<InvalidArgumentException>(agent => agent.SaveDraftAsync(With(letter => letter.Attachments = [new() { Filename = "x" }])));
        await RefusedAsync<EntityNotFoundException>(agent => agent.SaveDraftAsync(With(letter => letter.AccountId = 4711)));
        await RefusedAsync<EntityNotFoundException>(agent => agent.SaveDraftAsync(With(letter => letter.EmailItemId = 4711)));
        var item = await ItemAsync("inbox 1");
        await RefusedAsync<InvalidArgumentException>(agent => agent.SaveDraftAsync(With(letter => (letter.EmailItemId, letter.AccountId) = (item, Account + 1))));

        Assert.That(await ShownInAsync("Drafts"), Is.Empty);
        Assert.That((await CountAsync()).Pending, Is.Zero);
    }

    [Test]
    public async Task Somebody_elses_account_and_messages_are_as_if_they_were_not_there()
    {
        var stranger = await Engine.AddAssociateAsync("stranger");
        var saved = await AskAsync(agent => agent.SaveDraftAsync(Letter()));

        await RefusedAsync<EntityNotFoundException>(agent => agent.SaveDraftAsync(With(letter => letter.AccountId = Account)), stranger);
        foreach (var save in (Func<IWebEMailAgent, Task>[])[
            agent => agent.SaveDraftAsync(saved), agent => agent.SaveAsync(saved), agent => agent.SaveToMailServerAsync(saved)])
        {
            await RefusedAsync<EntityNotFoundException>(save, stranger);
        }

        Assert.That(await ShownInAsync("Drafts"), Is.EqualTo(new[] { saved.EmailItemId }));
    }

    private static EMailEntity Letter() => new()
    {
        To = [new() { Name = "Bjørn", Address = "bjorn@test.example" }],
        Bcc = [new() { Address = "secret@test.example" }],
        Subject = "Blåbær & søn",
        PlainBody = "Hei\nBjørn",
        HTMLBody = "<p>Hei Bjørn</p>",
        Attachments = [new() { Filename = "År.bin", Stream = File }],
        CustomHeaderList = [new() { Name = "X-Case", Values = ["4711"] }],
    };

    private static EMailEntity With(Action<EMailEntity> change)
    {
        var letter = Letter();
        change(letter);
        return letter;
    }

    private static void AssertIsLetter(EMailEntity entity)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That((entity.Subject, entity.PlainBody?.ReplaceLineEndings("\n").TrimEnd()), Is.EqualTo(("Blåbær & søn", "Hei\nBjørn")));
            Assert.That(entity.HTMLBody?.TrimEnd(), Is.EqualTo("<p>Hei Bjørn</p>"));
            Assert.That((entity.To!.Single().Name, entity.To!.Single().Address), Is.EqualTo(("Bjørn", "bjorn@test.example")));
            Assert.That((entity.Bcc!.Single().Address, entity.From!.Address), Is.EqualTo(("secret@test.example", "anna@test.example")));
            Assert.That((entity.Attachments!.Single().Filename, entity.MessageID), Is.EqualTo(("År.bin", entity.MessageID)));
            Assert.That(entity.Attachments!.Single().Stream, Is.EqualTo(File));
            Assert.That(entity.CustomHeaderList!.Single(header => header.Name == "X-Case").Values, Is.EqualTo(new[] { "4711" }));
        }
    }
}
