using System.Text;
using NUnit.Framework;
using Services83.EMail.Filing;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Documents;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Sending;

/// <summary>What remains of a sent message: one copy in the folder for sent mail, or a temporary document.</summary>
[Category(Tier.Servers)]
public sealed class SendCopyTests : SendingFixture
{
    [Test]
    public async Task A_draft_that_is_sent_becomes_the_copy()
    {
        var (id, user) = await AddAccountAsync(Anna);
        var email = Letter("draft", AddressOf(NextUser()));
        email.AccountId = id;
        email.Attachments = [new EMailAttachment { Filename = "a.txt", Stream = [65] }];
        var draft = (await GetAsync<EMailEntity>(Anna, "SaveDraft", ("Entity", email)))!;
        Assert.That(await ReadPushedAsync(user, "Drafts"), Has.Count.EqualTo(1));
        Array.ForEach(draft.Attachments!, attachment => attachment.Stream = null);

        var sent = (await GetAsync<EMailEntity[]>(Anna, "Send", ("Emails", new[] { draft })))!.Single();

        Assert.That(sent.EmailItemId, Is.EqualTo(draft.EmailItemId));
        Assert.That((await ReadPushedAsync(user)).Single().Attachments.Single().Decode().ToArray(), Is.EqualTo(new byte[] { 65 }));
        await SyncAsync(Anna, id);
        Assert.That(await ReadAsync(user, "Drafts"), Is.Empty);
    }

    [Test]
    public async Task A_copy_that_the_server_files_by_itself_is_the_only_one()
    {
        var (id, user) = await AddAccountAsync(Anna);
        var email = Letter("filed", AddressOf(NextUser()));
        email.AccountId = id;
        email.MessageID = $"{Guid.NewGuid():N}@test.example";
        await using (var session = await Mailboxes.LogInAsync(user, Deadline))
        {
            await session.AppendMessageAsync("Sent", Encoding.ASCII.GetBytes($"Subject: filed\r\nMessage-ID: <{email.MessageID}>\r\n\r\nx\r\n"), Deadline);
        }

        Succeeded(await SendAsync(email));
        await SyncAsync(Anna, id);

        Assert.That(await ReadAsync(user, "Sent"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_account_that_was_never_synced_gets_its_copy_as_soon_as_its_folders_are_known()
    {
        var (id, user) = await AddAccountAsync(Anna, isSynced: false);
        var email = Letter("early", AddressOf(NextUser()));
        email.AccountId = id;

        var reply = Succeeded(await SendAsync(email));

        Assert.That(reply.ExtraInfo, Does.ContainKey("CopiesWaiting"));
        Assert.That(await ReadPushedAsync(user), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_is_sent_can_be_kept_as_a_temporary_document()
    {
        var (id, user) = await AddAccountAsync(Anna);
        var to = NextUser();
        var email = Letter("kept", AddressOf(to));
        email.AccountId = id;
        email.Attachments = [new EMailAttachment { Filename = "a.txt", Stream = [65] }];

        var name = await GetAsync<string>(Anna, "SendAndSaveEmailToTmpDocument", ("Email", email), ("StripAttachments", true));

        var kept = await GetAsync<EMailEntity>(Anna, "GetEMailFromTemp", ("FileName", name));
        var received = (await ReadAsync(to)).Single();
        Assert.That((kept!.MessageID, kept.Subject), Is.EqualTo((received.MessageId, "kept")));
        Assert.That(kept.Attachments, Is.Empty);
        Assert.That(received.Attachments, Has.Count.EqualTo(1));
        Assert.That(await ReadPushedAsync(user), Has.Count.EqualTo(1));
    }

    [TestCase(true)]
    [TestCase(false, Description = "The copy is filed when the account's folders are known.")]
    public async Task The_copy_is_tied_to_what_the_sender_says(bool isSynced)
    {
        var (id, user) = await AddAccountAsync(Anna, isSynced: isSynced);
        var email = Letter("tied", AddressOf(NextUser()));
        email.AccountId = id;
        email.MessageID = $"{Guid.NewGuid():N}@test.example";
        email.EMailSOInfo = Tie(5);

        var sent = (await GetAsync<EMailEntity[]>(Anna, "Send", ("Emails", new[] { email })))!.Single();

        Assert.That(sent.EmailItemId, isSynced ? Is.Positive : Is.Zero);
        await ReadPushedAsync(user);
        AssertTied((await FindAsync(Anna, email.MessageID))!, 5);
    }

    [Test]
    public async Task A_copy_that_is_filed_by_the_next_process_is_tied_as_well()
    {
        var (id, user) = await AddAccountAsync(Anna);
        var messageId = $"{Guid.NewGuid():N}@test.example";
        using var ended = new LoneNode();
        var outgoing = (await new OutboxStore(Server.Get<IDatabase>(), ended, Server.Get<SecretProtector>(), TimeProvider.System).AddAsync(
            new OutgoingDraft(Anna, Smtp.Host, AddressOf(user), [AddressOf(NextUser())])
            {
                AccountId = id,
                MessageId = messageId,
                Copy = ContentReader.Whole(Encoding.ASCII.GetBytes($"Subject: orphan\r\nMessage-ID: <{messageId}>\r\n\r\nx\r\n")),
                Tie = new MessageTie { ProjectId = 5, SaleId = 6, AppointmentId = 7 },
            },
            Deadline))!.Value;
        await Outbox.SetEndedAsync(outgoing, Deadline);

        await Outbox.SettleOrphansAsync(Deadline);

        await ReadPushedAsync(user);
        AssertTied((await FindAsync(Anna, messageId))!, 5);
    }

    [TestCase(0, 5, TestName = "A sent draft stays tied")]
    [TestCase(8, 8, TestName = "A sent draft is tied to what is said last")]
    public async Task A_draft_that_is_sent(int said, int expected)
    {
        var (id, _) = await AddAccountAsync(Anna);
        var email = Letter("draft", AddressOf(NextUser()));
        email.AccountId = id;
        email.EMailSOInfo = Tie(5);
        var draft = (await GetAsync<EMailEntity>(Anna, "SaveDraft", ("Entity", email)))!;

        draft.EMailSOInfo = said == 0 ? null : Tie(said);
        var sent = (await GetAsync<EMailEntity[]>(Anna, "Send", ("Emails", new[] { draft })))!.Single();

        AssertTied((await GetAsync<EMailEntity>(Anna, "GetEMail", ("Id", sent.EmailItemId)))!, expected);
    }

    [Test]
    public async Task What_is_sent_and_kept_as_a_document_is_tied_too()
    {
        var (id, _) = await AddAccountAsync(Anna);
        var email = Letter("kept and tied", AddressOf(NextUser()));
        email.AccountId = id;
        email.MessageID = $"{Guid.NewGuid():N}@test.example";
        email.EMailSOInfo = Tie(5);

        Succeeded(await CallAsync(Anna, "SendAndSaveEmailToTmpDocument", ("Email", email), ("StripAttachments", false)));

        AssertTied((await FindAsync(Anna, email.MessageID))!, 5);
    }

    private static EMailSOInfo Tie(int projectId) => new() { ProjectId = projectId, SaleId = 6, AppointmentId = 7 };

    private static void AssertTied(EMailEntity email, int projectId) => Assert.That(
        (email.EMailSOInfo?.ProjectId, email.EMailSOInfo?.SaleId, email.EMailSOInfo?.AppointmentId), Is.EqualTo((projectId, 6, 7)));
}
