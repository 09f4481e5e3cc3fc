using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.NamedServer;

[Category(Tier.Servers)]
[TestFixture(RealServer.Dovecot)]
[TestFixture(RealServer.Mailutils)]
[CancelAfter(120_000)]
public sealed class MessageOperationsTests(RealServer kind) : NamedServerFixture(kind)
{
    private const int Unknown = 4_000_000;

    /// <summary>A text, an HTML text with an image in it, and a file.</summary>
    private static readonly byte[] WithAttachments = Encoding.Latin1.GetBytes("""
        From: =?iso-8859-1?Q?J=F8rgen?= <jorgen@test.example>
        To: Anna <anna@test.example>, bob@test.example
        Subject: =?utf-8?B?UmVnbmluZyDwn5iA?=
        Date: Fri, 20 Nov 2026 10:00:00 +0100
        Message-ID: <parts@test.example>
        X-Priority: 1
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="outer"

        This is a multi-part message.
        --outer
        Content-Type: multipart/related; boundary="inner"

        --inner
        Content-Type: text/html; charset=iso-8859-1

        <p>Blåbær <img src="cid:logo@test"></p>
        --inner
        Content-Type: image/png; name="logo.png"
        Content-ID: <logo@test>
        Content-Transfer-Encoding: base64

        iVBORw0KGgo=
        --inner--

        --outer
        Content-Type: application/pdf
        Content-Disposition: attachment; filename="regning.pdf"
        Content-Transfer-Encoding: base64

        JVBERi0xLjQ=
        --outer--
        The end.

        """.ReplaceLineEndings("\r\n"));

    [Test]
    public async Task Envelopes_come_in_the_order_of_the_request_and_unknown_ones_are_named()
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", Letter("one"), WithAttachments);

        var reply = Succeeded(await AskAsync(
            "GetEMailEnvelopes", Named(user), ("MessageServerIds", new[] { ids[1], Unknown, ids[0], ids[1], 0 })));

        var envelopes = reply.Read<EMailEnvelope[]>()!;
        Assert.That(envelopes.Select(envelope => envelope.ServerId), Is.EqualTo(new[] { ids[1], ids[0] }));
        Assert.That(reply.ExtraInfo["UnknownIds"], Is.EqualTo($"{Unknown},0"));
        var first = envelopes[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Subject, Is.EqualTo("Regning 😀"));
            Assert.That((first.From!.Name, first.From.Address), Is.EqualTo(("Jørgen", "jorgen@test.example")));
            Assert.That(first.To!.Select(address => address.Address), Is.EqualTo(new[] { "anna@test.example", "bob@test.example" }));
            Assert.That(first.Sent, Is.EqualTo(new DateTime(2026, 11, 20, 9, 0, 0, DateTimeKind.Utc)));
            Assert.That(first.MessageId, Is.EqualTo("parts@test.example"));
            Assert.That(first.Priority, Is.EqualTo(EMailPriority.Highest));
            Assert.That(first.Size, Is.EqualTo(WithAttachments.Length).Within(30));
            Assert.That(first.Flags, Is.EqualTo(default(EMailFlags)));
        }
    }

    [Test]
    public async Task Envelopes_are_read_without_marking_anything_as_read()
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", Letter("one"));

        await ReadAsync<EMailEnvelope[]>("GetEMailEnvelopes", Named(user), ("MessageServerIds", ids));

        Assert.That((await ListAsync(user, "INBOX"))[ids[0]], Does.Not.Contain(ImapFlags.Seen));
    }

    [Test]
    public async Task No_list_stands_for_the_newest_messages_and_an_empty_one_for_none()
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", Letter("one"), Letter("two"));

        var newest = await ReadAsync<EMailEnvelope[]>("GetEMailEnvelopes", Named(user), ("MessageServerIds", null));
        var none = await ReadAsync<EMailEnvelope[]>("GetEMailEnvelopes", Named(user), ("MessageServerIds", Array.Empty<int>()));

        Assert.That(newest!.Select(envelope => envelope.ServerId), Is.EqualTo(ids.Reverse()));
        Assert.That(none, Is.Empty);
    }

    [Test]
    public async Task A_message_is_read_with_its_texts_and_attachments()
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", WithAttachments);
        Task<EMailEntity?> Read(bool withAttachments) => ReadAsync<EMailEntity>(
            "GetEMailFromId", Named(user), ("MessageServerId", ids[0]), ("LookupAddresses", false), ("IncludeAttachments", withAttachments));

        var message = (await Read(withAttachments: false))!;
        var full = (await Read(withAttachments: true))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.Subject, Is.EqualTo("Regning 😀"));
            Assert.That(message.HTMLBody, Does.Contain("Blåbær"));
            Assert.That(message.Attachments!.Select(attachment => attachment.Id), Is.EqualTo(new[] { "logo@test", "2" }));
            Assert.That(message.Attachments!.Select(attachment => attachment.Stream), Is.All.Null);
            Assert.That((message.ServerId, message.FolderName, message.EmailItemId), Is.EqualTo((ids[0], "INBOX", 0)));
            Assert.That(message.ReceivedAt, Is.GreaterThan(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
            Assert.That(full.Attachments!.Select(attachment => attachment.Stream!.Length), Is.EqualTo(new[] { 8, 8 }));
        }

        Assert.That((await ListAsync(user, "INBOX"))[ids[0]], Does.Not.Contain(ImapFlags.Seen));
    }

    [Test]
    public async Task Flags_are_set_as_a_message_is_read()
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", Letter("one"));

        var message = await ReadAsync<EMailEntity>(
            "GetEMailFromId", Named(user), ("MessageServerId", ids[0]), ("Flags", EMailFlags.Seen | EMailFlags.Answered | EMailFlags.Recent));

        Assert.That(message!.Flags, Is.EqualTo(EMailFlags.Seen | EMailFlags.Answered));
        Assert.That((await ListAsync(user, "INBOX"))[ids[0]], Is.EquivalentTo(new[] { ImapFlags.Seen, ImapFlags.Answered }));
    }

    [Test]
    public async Task Addresses_are_looked_up_only_when_that_is_asked_for()
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", Letter("one"));
        Task<EMailEntity?> Read(bool lookUp) =>
            ReadAsync<EMailEntity>("GetEMailFromId", Named(user), ("MessageServerId", ids[0]), ("LookupAddresses", lookUp));

        Assert.That((await Read(lookUp: true))!.To!.Single().AssociateId, Is.EqualTo(Anna));
        Assert.That((await Read(lookUp: false))!.To!.Single().AssociateId, Is.Zero);
    }

    [Test]
    public async Task The_octets_are_those_of_the_server()
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", WithAttachments);

        var octets = await ReadAsync<byte[]>("GetEMailAsStream", Named(user), ("MessageServerId", ids[0]), ("StripAttachments", false));

        await using var client = await LogInAsync(user);
        await client.ExamineAsync("INBOX", known: null, Deadline);
        var message = await client.SingleAsync(UidSet.Of((uint)ids[0]), FetchItems.Body, Deadline);
        Assert.That(octets, Is.EqualTo(message.Body!.Bytes!));
    }

    [Test]
    public async Task Stripped_octets_are_the_others_unchanged()
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", WithAttachments);

        var octets = await ReadAsync<byte[]>("GetEMailAsStream", Named(user), ("MessageServerId", ids[0]), ("StripAttachments", true));

        var text = Encoding.Latin1.GetString(octets!);
        var whole = Encoding.Latin1.GetString(WithAttachments);
        Assert.That(text, Does.Contain("Blåbær").And.Not.Contain("iVBOR").And.Not.Contain("JVBER").And.Contain("--inner--").And.Contain("--outer--\r\nThe end."));
        Assert.That(text[..text.IndexOf("--inner--", StringComparison.Ordinal)].TrimEnd(), Is.EqualTo(whole[..whole.IndexOf("--inner\r\nContent-Type: image", StringComparison.Ordinal)].TrimEnd()));
    }

    [Test]
    public async Task An_attachment_is_fetched_by_its_content_id_or_its_place()
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", WithAttachments);

        var image = await ReadAsync<EMailAttachment>("GetAttachment", Named(user), ("MessageServerId", ids[0]), ("AttachmentId", "logo@test"));
        var file = await ReadAsync<EMailAttachment>("GetAttachment", Named(user), ("MessageServerId", ids[0]), ("AttachmentId", "2"));

        Assert.That((image!.Type, image.Disposition, image.Stream!.Length), Is.EqualTo(("image/png", "inline", 8)));
        Assert.That((file!.Filename, Encoding.ASCII.GetString(file.Stream!)), Is.EqualTo(("regning.pdf", "%PDF-1.4")));
    }
}
