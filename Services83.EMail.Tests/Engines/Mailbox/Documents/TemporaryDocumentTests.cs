using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Documents;

/// <summary>SaveEmailToTmpDocument and GetEMailFromTemp: what is kept.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class TemporaryDocumentTests : TemporaryDocumentFixture
{
    [Test]
    public async Task A_cached_message_that_nobody_has_changed_keeps_its_original_octets()
    {
        await StartAsync();
        var email = await ReceiveAsync();

        var name = await SaveAsync(email);

        Assert.That(await OctetsAsync(name), Is.EqualTo(Received));
        var read = await ReadAsync(SoapTestServer.Anna, name);
        Assert.That((read.Subject, read.EmailItemId, read.Attachments?.Single().Stream), Is.EqualTo((email.Subject, 0, Picture)));
    }

    [Test]
    public async Task So_does_one_that_is_named_by_its_key_or_by_its_place_alone()
    {
        await StartAsync();
        var email = await ReceiveAsync();
        var folder = (await GetAsync<EMailFolder[]>(SoapTestServer.Anna, "CacheFolderList"))![0].EmailFolderId;

        var byKey = await SaveAsync(new EMailEntity { EmailItemId = email.EmailItemId });
        var byPlace = await SaveAsync(new EMailEntity { ServerId = email.ServerId }, folder);

        Assert.That(await OctetsAsync(byKey), Is.EqualTo(Received));
        Assert.That(await OctetsAsync(byPlace), Is.EqualTo(Received));
    }

    [Test]
    public async Task Without_attachments_the_rest_stays_as_it_was_received()
    {
        await StartAsync();

        var octets = await OctetsAsync(await SaveAsync(await ReceiveAsync(), strip: true));

        var message = MimeReader.Read(octets);
        Assert.That((message.Attachments.Count, message.TextBody?.Trim(), message.MessageId), Is.EqualTo((0, "see below\r\nand above", "blue@test.example")));
        Assert.That(Encoding.Latin1.GetString(octets), Does.StartWith(Encoding.Latin1.GetString(message.Root.Header.Raw.Span)));
        Assert.That(Encoding.Latin1.GetString(Received), Does.StartWith(Encoding.Latin1.GetString(message.Root.Header.Raw.Span)));
    }

    [Test]
    public async Task What_the_client_has_changed_is_kept_with_the_attachments_that_it_was_not_given()
    {
        await StartAsync();
        var email = await ReceiveAsync();
        (email.Subject, email.Attachments![0].Stream) = ("Changed", null);

        var read = await ReadAsync(SoapTestServer.Anna, await SaveAsync(email));

        Assert.That((read.Subject, read.PlainBody?.Trim(), read.MessageID), Is.EqualTo(("Changed", "see below\r\nand above", "blue@test.example")));
        Assert.That((read.Attachments?.Single().Filename, read.Attachments?.Single().Stream), Is.EqualTo(("Blåbær.png", Picture)));
        Assert.That((read.From?.Name, read.From?.Address), Is.EqualTo(("Çarl & Co", "carl@test.example")));
    }

    [TestCase("To")]
    [TestCase("Cc")]
    [TestCase("PlainBody")]
    [TestCase("HTMLBody")]
    [TestCase("Attachments")]
    [TestCase("Stream")]
    public async Task Each_change_counts(string what)
    {
        await StartAsync();
        var email = await ReceiveAsync();
        switch (what)
        {
            case "To": email.To![0].Address = "somebody@test.example"; break;
            case "Cc": email.Cc = [new EMailAddress { Address = "cc@test.example" }]; break;
            case "PlainBody": email.PlainBody += "more"; break;
            case "HTMLBody": email.HTMLBody = "<p>x</p>"; break;
            case "Attachments": email.Attachments = []; break;
            default: email.Attachments![0].Stream = [1]; break;
        }

        Assert.That(await OctetsAsync(await SaveAsync(email)), Is.Not.EqualTo(Received));
    }

    [Test]
    public async Task A_message_that_is_not_cached_is_composed_with_the_caller_as_its_author()
    {
        await StartAsync();
        var email = new EMailEntity
        {
            Subject = "Blåbær",
            PlainBody = "text",
            To = [new EMailAddress { Address = "carl@test.example", Name = "Carl" }],
            Attachments = [new EMailAttachment { Filename = "a.png", Type = "image/png", Stream = Picture }],
        };

        var with = await ReadAsync(SoapTestServer.Anna, await SaveAsync(email));
        var without = await ReadAsync(SoapTestServer.Anna, await SaveAsync(email, strip: true));

        Assert.That((with.Subject, with.From?.Address, with.To?.Single().Name), Is.EqualTo(("Blåbær", "anna@test.example", "Carl")));
        Assert.That(with.Attachments?.Single().Stream, Is.EqualTo(Picture));
        Assert.That((without.PlainBody?.Trim(), without.Attachments?.Length), Is.EqualTo(("text", 0)));
    }

    [Test]
    public async Task What_the_caller_may_not_see_is_not_found_and_nothing_is_kept()
    {
        await StartAsync();
        var email = await ReceiveAsync();
        var folder = (await GetAsync<EMailFolder[]>(SoapTestServer.Anna, "CacheFolderList"))![0].EmailFolderId;

        Refused(await CallSaveAsync(SoapTestServer.Bob, email, 0), "NotFound");
        Refused(await CallSaveAsync(SoapTestServer.Bob, new EMailEntity { ServerId = email.ServerId }, folder), "NotFound");
        Refused(await CallSaveAsync(SoapTestServer.Anna, new EMailEntity { EmailItemId = 4711 }, 0), "NotFound");
        Refused(await CallSaveAsync(SoapTestServer.Anna, email, 4711), "NotFound");
        Refused(await CallSaveAsync(SoapTestServer.Anna, null, 0), "InvalidArgument");
        Refused(await CallSaveAsync(SoapTestServer.Anna, new EMailEntity { From = new EMailAddress { Address = "no address" } }, 0), "InvalidArgument");

        Assert.That(await CountAsync(), Is.Zero);
    }

    [Test]
    public async Task Of_a_message_above_the_limit_there_are_no_octets_to_keep()
    {
        await StartAsync("--Mail:MaxMessageBytes=1024");
        AnnasMail.Inbox.Append(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Letter("long")) + new string('x', 5000)));
        await SyncAsync(SoapTestServer.Anna, await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline));

        var error = Refused(await CallSaveAsync(SoapTestServer.Anna, await FindAsync(SoapTestServer.Anna, "long@test.example"), 0), "InvalidArgument");

        Assert.That(error.Message, Does.Contain("Mail:MaxMessageBytes"));
    }
}
