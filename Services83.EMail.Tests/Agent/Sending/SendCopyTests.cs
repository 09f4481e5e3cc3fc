using System.Text;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Agent.Sending;

/// <summary>What stays of a sent message: one copy in the folder for sent mail, or a temporary document.</summary>
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
}
