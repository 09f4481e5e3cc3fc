using System.Text;
using NUnit.Framework;
using Services83.EMail.Sandbox.Demo;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Messages;

[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class GetEMailTests : SoapFixture
{
    private static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0, 1, 2, 3];

    private int _account;

    [Test]
    public async Task Html_plain_text_and_inline_images_come_apart()
    {
        var id = await ReceiveAsync(DemoMime.Multipart(
            "alternative", "b1", DemoMime.Text("plain & simple"),
            DemoMime.Multipart("related", "b2", DemoMime.Html("<p>rich <img src='cid:logo@x'></p>"), DemoMime.Inline("logo@x", "logo.png", "image/png", Picture))));

        var entity = await GetAsync(id, includeAttachments: true);

        Assert.That(entity.PlainBody?.TrimEnd(), Is.EqualTo("plain & simple"));
        Assert.That(entity.HTMLBody?.TrimEnd(), Is.EqualTo("<p>rich <img src='cid:logo@x'></p>"));
        var image = entity.Attachments!.Single();
        Assert.That((image.Id, image.Disposition, image.Type, image.Filename), Is.EqualTo(("logo@x", "inline", "image/png", "logo.png")));
        Assert.That(image.Stream, Is.EqualTo(Picture));
    }

    [Test]
    public async Task The_octets_of_attachments_come_only_when_they_are_asked_for()
    {
        var id = await ReceiveAsync(DemoMime.Multipart(
            "mixed", "b1", DemoMime.Text("see below"), DemoMime.Attachment("Blåbær.pdf", "application/pdf", Picture)));

        var without = (await GetAsync(id, includeAttachments: false)).Attachments!.Single();
        var with = (await GetAsync(id, includeAttachments: true)).Attachments!.Single();
        var alone = await GetAttachmentAsync(id, without.Id);

        Assert.That((without.Filename, without.Size, without.Stream), Is.EqualTo(("Blåbær.pdf", Picture.Length, (byte[]?)null)));
        Assert.That(with.Stream, Is.EqualTo(Picture));
        Assert.That(alone?.Stream, Is.EqualTo(Picture));
        Assert.That((alone?.Filename, alone?.Type, alone?.Disposition), Is.EqualTo(("Blåbær.pdf", "application/pdf", "attachment")));
    }

    [TestCase("DELETE FROM content_body", TestName = "A_message_is_shown_without_reading_the_content_of_its_large_attachments")]
    [TestCase("DELETE FROM content_outline", TestName = "A_message_that_an_earlier_version_stored_is_shown")]
    public async Task Large_attachments_are_described(string loss)
    {
        var file = new byte[100_000];
        var id = await ReceiveAsync(DemoMime.Multipart(
            "mixed", "b1", DemoMime.Text("see below"), DemoMime.Attachment("large.pdf", "application/pdf", file), DemoMime.Forwarded(Letter("inner"))));
        var with = await GetAsync(id, includeAttachments: true);

        await Server.Database.WriteAsync((transaction, token) => transaction.ExecuteAsync(loss, new { }, token), Deadline);
        var without = await GetAsync(id, includeAttachments: false);

        Assert.That(with.Attachments!.Select(attachment => attachment.Stream!.Length), Is.EqualTo(with.Attachments!.Select(attachment => attachment.Size)));
        Assert.That(without.Attachments!.Select(attachment => attachment.Stream), Is.All.Null);
        Assert.That(Told(without), Is.EqualTo(Told(with)));

        static string Told(EMailEntity entity) => string.Join(
            '|', [entity.Subject, entity.PlainBody, $"{entity.Size}", .. entity.Attachments!.Select(one => $"{one.Id} {one.Filename} {one.Type} {one.Size} {one.Disposition} {one.Encoding}")]);
    }

    [Test]
    public async Task A_nested_message_is_an_attachment_with_all_its_octets()
    {
        var inner = Letter("the original");
        var id = await ReceiveAsync(DemoMime.Multipart("mixed", "b1", DemoMime.Text("forwarded"), DemoMime.Forwarded(inner)));

        var nested = (await GetAsync(id, includeAttachments: false)).Attachments!.Single();

        Assert.That(nested.Type, Is.EqualTo("message/rfc822"));
        Assert.That(Encoding.UTF8.GetString((await GetAttachmentAsync(id, nested.Id))!.Stream!).TrimEnd(), Is.EqualTo(Encoding.UTF8.GetString(inner).TrimEnd()));
    }

    [Test]
    public async Task An_attachment_that_is_not_there_is_not_found()
    {
        var id = await ReceiveAsync(DemoMime.Text("no attachment"));

        foreach (var wrong in (string?[])["1", "nothing", "", null])
        {
            Refused(await CallAsync(SoapTestServer.Anna, "GetAttachmentFromId", ("MailItemId", id), ("AttachmentId", wrong)), "NotFound");
        }

        Refused(await CallAsync(SoapTestServer.Anna, "GetAttachmentFromId", ("MailItemId", 4711), ("AttachmentId", "1")), "NotFound");
    }

    [Test]
    public async Task Characters_that_xml_forbids_do_not_break_the_reply()
    {
        await StartAsync();
        AnnasMail.Inbox.Append(Encoding.UTF8.GetBytes(
            "From: =?utf-8?Q?B=00e=1B?= <b@test.example>\r\nMessage-ID: <bad@test.example>\r\nSubject: =?utf-8?Q?a=01b=EF=BF=BEc=0B?=\r\n"
            + "X-Odd: \u0002\r\nContent-Type: text/html; charset=utf-8; name=\"\u0003.txt\"\r\n\r\n<p>\u0000\u0001\uFFFF&amp;]]>\u001F \uD83E\uDED0</p>\r\n"));
        await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        var envelopes = await GetAsync<EMailEnvelope[]>(SoapTestServer.Anna, "GetNewMail", ("Folders", null));

        var entity = await FindAsync(SoapTestServer.Anna, "bad@test.example");

        Assert.That(envelopes, Has.Length.EqualTo(1));
        Assert.That(entity?.Subject, Does.StartWith("a").And.Contain("b").And.Contain("c"));
        Assert.That(entity?.HTMLBody, Does.StartWith("<p>").And.Contain("&amp;]]>").And.Contain("\U0001FAD0</p>"));
        Assert.That(entity?.HTMLBody, Has.None.EqualTo('\u0001'));
    }

    [Test]
    public async Task What_the_server_and_the_database_know_is_told()
    {
        await StartAsync();
        var received = new DateTimeOffset(2026, 11, 19, 8, 7, 6, TimeSpan.FromHours(2));
        AnnasMail.Inbox.Append(Letter("question"));
        AnnasMail["Blåbær & Søn"].Append(Letter("answer", inReplyTo: "question@test.example"), [@"\Seen", @"\Flagged"], received);
        await SyncAsync();

        var entity = (await FindAsync(SoapTestServer.Anna, "answer@test.example"))!;

        Assert.That((entity.FolderName, entity.AccountId, entity.ServerId), Is.EqualTo(("Blåbær & Søn", _account, 1)));
        Assert.That(entity.Flags, Is.EqualTo(EMailFlags.Seen | EMailFlags.Flagged));
        Assert.That(entity.ReceivedAt.ToUniversalTime(), Is.EqualTo(received.UtcDateTime));
        Assert.That(entity.Sent.ToUniversalTime(), Is.EqualTo(new DateTime(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc)));
        Assert.That((entity.From?.Name, entity.To?.Single().Address, entity.MessageID), Is.EqualTo(("Carl", "anna@test.example", "answer@test.example")));
        Assert.That((entity.InReplyTo?.Subject, entity.InReplyTo?.MessageId), Is.EqualTo(("question", "question@test.example")));
    }

    [Test]
    public async Task Of_a_message_above_the_limit_the_header_is_told_and_that_the_rest_is_missing()
    {
        await StartAsync("--Mail:MaxMessageBytes=1024");
        AnnasMail.Inbox.Append(new DemoLetter
        {
            From = new DemoPerson("Carl", "carl@test.example"),
            To = new DemoPerson("Anna", "anna@test.example"),
            Subject = "long",
            MessageId = "<long@test.example>",
            Body = DemoMime.Text(new string('x', 5000)),
        }.ToBytes());
        await SyncAsync();

        var reply = Succeeded(await CallAsync(SoapTestServer.Anna, "GetMailFromMessageId", ("MessageId", "long@test.example")));

        Assert.That(reply.Read<EMailEntity>()?.Subject, Is.EqualTo("long"));
        Assert.That(reply.Read<EMailEntity>()?.Size, Is.GreaterThan(5000));
        Assert.That(reply.ExtraInfo["Incomplete"], Does.Contain("Mail:MaxMessageBytes"));
    }

    [Test]
    public async Task Somebody_elses_message_is_as_if_it_did_not_exist_except_for_the_privileged()
    {
        var id = await ReceiveAsync(DemoMime.Text("private"));

        Refused(await CallAsync(SoapTestServer.Bob, "GetEMail", ("Id", id)), "NotFound");
        Refused(await CallAsync(SoapTestServer.Anna, "GetEMail", ("Id", id + 1)), "NotFound");
        Assert.That(await FindAsync(SoapTestServer.Bob, "letter@test.example"), Is.Null);
        Assert.That((await GetAsync<EMailEntity>(SoapTestServer.Tje, "GetEMail", ("Id", id)))?.Subject, Is.EqualTo("letter"));
        Assert.That((await FindAsync(SoapTestServer.Sally, "letter@test.example"))?.EmailItemId, Is.EqualTo(id));
    }

    /// <summary>Starts with one message in the inbox and returns its id.</summary>
    private async Task<int> ReceiveAsync(DemoPart body)
    {
        await StartAsync();
        AnnasMail.Inbox.Append(new DemoLetter
        {
            From = new DemoPerson("Carl", "carl@test.example"),
            To = new DemoPerson("Anna", "anna@test.example"),
            Subject = "letter",
            MessageId = "<letter@test.example>",
            Body = body,
        }.ToBytes());
        await SyncAsync();
        return (await FindAsync(SoapTestServer.Anna, "letter@test.example"))!.EmailItemId;
    }

    private async Task SyncAsync()
    {
        _account = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        await SyncAsync(SoapTestServer.Anna, _account);
    }

    private async Task<EMailEntity> GetAsync(int id, bool includeAttachments) =>
        (await GetAsync<EMailEntity>(SoapTestServer.Anna, "GetEMail", ("Id", id), ("IncludeAttachments", includeAttachments)))!;

    private Task<EMailAttachment?> GetAttachmentAsync(int id, string? attachmentId) =>
        GetAsync<EMailAttachment>(SoapTestServer.Anna, "GetAttachmentFromId", ("MailItemId", id), ("AttachmentId", attachmentId));
}
