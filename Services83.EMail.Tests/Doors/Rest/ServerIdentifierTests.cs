using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>The operations on servers that callers name, by server identifiers.</summary>
[Category(Tier.Engines)]
public sealed class ServerIdentifierTests : WebMailboxFixture
{
    [Test]
    public async Task A_message_is_read_by_the_identifier_that_it_was_shown_with()
    {
        var cached = await AskAsync<EMailEntity>("GetEMail", ("Id", ItemId));
        var id = cached.ServerIdentifier;

        var read = await AskAsync<EMailEntity>("GetEMailFromServerIdentifier", ("ConnectionInfo", Named("INBOX")), ("MessageServerId", id), ("LookupAddresses", true));
        var attachment = await AskAsync<EMailAttachment>("GetAttachmentFromServerIdentifier", ("ConnectionInfo", Named("INBOX")), ("MessageServerId", id), ("AttachmentId", "5"));
        var stream = await AskAsync<byte[]>("GetEMailAsStreamFromServerIdentifier", ("ConnectionInfo", Named("INBOX")), ("MessageServerId", id), ("StripAttachments", false));

        Assert.That(id, Is.EqualTo($"{Mailbox.Inbox.UidValidity}:{cached.ServerId}"));
        Assert.That((read.MessageID, read.ServerIdentifier), Is.EqualTo(("rich@test.example", id)));
        Assert.That(attachment.Stream, Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(stream.AsSpan().SequenceEqual(Letter()), Is.True);
    }

    [Test]
    public async Task An_identifier_of_another_numbering_names_no_message()
    {
        var old = $"{Mailbox.Inbox.UidValidity + 1}:1";

        var error = await RefusedAsync(404, "GetEMailFromServerIdentifier", ("ConnectionInfo", Named("INBOX")), ("MessageServerId", old));
        var deleted = await AskAsync("DeleteFromServerIdentifier", ("ConnectionInfo", Named("INBOX")), ("MessageServerIds", new[] { old, "nonsense" }));

        Assert.That(error.Message, Does.Contain(old));
        Assert.That(deleted.Header("SO-ExtraInfo-UnknownIds"), Is.EqualTo(Uri.EscapeDataString($"{old},nonsense")));
        Assert.That(Mailbox.Inbox.Messages, Has.Count.GreaterThanOrEqualTo(2));
    }

    [Test]
    public async Task Envelopes_are_returned_in_the_order_of_the_request()
    {
        var all = await AskAsync<EMailEnvelope[]>("GetEMailEnvelopesFromServerIds", ("ConnectionInfo", Named("INBOX")), ("MessageServerIds", null));
        string[] ids = [.. all.Select(one => one.ServerIdentifier!).Reverse()];

        var wanted = await AskAsync<EMailEnvelope[]>("GetEMailEnvelopesFromServerIds", ("ConnectionInfo", Named("INBOX")), ("MessageServerIds", ids));

        Assert.That(ids, Has.Length.GreaterThanOrEqualTo(2));
        Assert.That(wanted.Select(one => one.ServerIdentifier), Is.EqualTo(ids));
    }

    [Test]
    public async Task Messages_are_marked_moved_and_deleted()
    {
        var uid = Mailbox.Inbox.Append("Message-ID: <moving@test.example>\r\n\r\ntext"u8.ToArray());
        var id = $"{Mailbox.Inbox.UidValidity}:{uid}";

        await AskAsync("MarkAsReadFromServerIdentifiers", ("ConnectionInfo", Named("INBOX")), ("MessageServerIds", new[] { id }), ("Read", true));
        var isRead = Mailbox.Inbox.Messages.Single(message => message.Uid == uid).Flags.Contains(@"\Seen");
        await AskAsync("MoveToFolderFromServerIdentifier", ("ConnectionInfo", Named("INBOX")), ("MessageServerIds", new[] { id }), ("TargetFolder", "Junk"));
        var moved = (await AskAsync<EMailEnvelope[]>("GetEMailEnvelopesFromServerIds", ("ConnectionInfo", Named("Junk")), ("MessageServerIds", null))).Single();
        await AskAsync("DeleteFromServerIdentifier", ("ConnectionInfo", Named("Junk")), ("MessageServerIds", new[] { moved.ServerIdentifier }), ("MoveToFolder", ""));
        var left = await AskAsync<EMailEnvelope[]>("GetEMailEnvelopesFromServerIds", ("ConnectionInfo", Named("Junk")), ("MessageServerIds", null));

        Assert.That((isRead, moved.MessageId, left.Length), Is.EqualTo((true, "moving@test.example", 0)));
    }

    [Test]
    public async Task Extended_ids_have_the_Message_ID_and_are_accepted_everywhere()
    {
        var ids = await AskAsync<string[]>("GetExtendedEmailMessageIds", ("ConnectionInfoExtended", NamedExtended()));
        var rich = ids.Single(id => id.EndsWith(":rich@test.example", StringComparison.Ordinal));

        var texts = await AskAsync<string[]>("GetEmailsAsString", ("ConnectionInfoExtended", NamedExtended()), ("MessageIds", new[] { rich }));
        var read = await AskAsync<EMailEntity>("GetEMailFromServerIdentifier", ("ConnectionInfo", Named("INBOX")), ("MessageServerId", rich));

        Assert.That(texts.Single(), Does.Contain("Message-ID: <rich@test.example>"));
        Assert.That(read.MessageID, Is.EqualTo("rich@test.example"));
    }
}
