using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Messages;

/// <summary>GetMailFromMessageId, GetMailFromInReplyTo and CreateEMailFromMimeMessage.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class FindMailTests : SoapFixture
{
    [SetUp]
    public async Task Start()
    {
        await StartAsync();
        var monday = new DateTimeOffset(2026, 11, 16, 9, 0, 0, TimeSpan.Zero);
        AnnasMail.Inbox.Append(Letter("question"), internalDate: monday);
        AnnasMail.Inbox.Append(Letter("first answer", inReplyTo: "question@test.example"), internalDate: monday.AddHours(1));
        AnnasMail["Archive/2025"].Append(Letter("last answer", inReplyTo: "question@test.example"), internalDate: monday.AddHours(3));
        AnnasMail["Sent"].Append(Letter("second answer", inReplyTo: "question@test.example"), internalDate: monday.AddHours(2));
        var account = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        await SyncAsync(SoapTestServer.Anna, account);
    }

    [TestCase("question@test.example")]
    [TestCase("<question@test.example>")]
    [TestCase(" <question@test.example> ")]
    public async Task A_message_is_found_by_its_id_with_and_without_brackets(string messageId) =>
        Assert.That((await FindAsync(SoapTestServer.Anna, messageId))?.Subject, Is.EqualTo("question"));

    [TestCase("question@test.example")]
    [TestCase("<question@test.example>")]
    public async Task Of_several_answers_the_newest_is_found(string messageId) => Assert.That(
        (await GetAsync<EMailEntity>(SoapTestServer.Anna, "GetMailFromInReplyTo", ("MessageId", messageId)))?.Subject, Is.EqualTo("last answer"));

    [Test]
    public async Task What_is_not_there_is_nil_and_no_error()
    {
        Assert.That(await FindAsync(SoapTestServer.Anna, "unknown@test.example"), Is.Null);
        Assert.That(await GetAsync<EMailEntity>(SoapTestServer.Anna, "GetMailFromInReplyTo", ("MessageId", "last-answer@test.example")), Is.Null);
        Assert.That(await GetAsync<EMailEntity>(SoapTestServer.Bob, "GetMailFromInReplyTo", ("MessageId", "question@test.example")), Is.Null);
    }

    [TestCase("GetMailFromMessageId", "")]
    [TestCase("GetMailFromMessageId", null)]
    [TestCase("GetMailFromInReplyTo", "<>")]
    [TestCase("GetMailFromInReplyTo", null)]
    public async Task A_message_id_is_needed(string operation, string? messageId) =>
        Refused(await CallAsync(SoapTestServer.Anna, operation, ("MessageId", messageId)), "InvalidArgument");

    [Test]
    public async Task A_mime_message_becomes_an_entity_that_is_not_stored()
    {
        const string Mime = "From: Carl <carl@test.example>\r\nSubject: =?iso-8859-1?Q?Bl=E5b=E6r?=\r\nMIME-Version: 1.0\r\nX-Spam: no\r\n"
            + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\n"
            + "Content-Type: text/csv; name=a.csv\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nMSwyLDM=\r\n--b--\r\n";

        var entity = await GetAsync<EMailEntity>(SoapTestServer.Anna, "CreateEMailFromMimeMessage", ("MimeMessage", Mime));

        Assert.That((entity?.Subject, entity?.PlainBody?.TrimEnd(), entity?.EmailItemId), Is.EqualTo(("Blåbær", "hello", 0)));
        Assert.That(entity?.Attachments?.Single().Stream, Is.EqualTo("1,2,3"u8.ToArray()));
        Assert.That(entity?.CustomHeaderList?.Single().Name, Is.EqualTo("X-Spam"));
    }

    [TestCase("Subject: \u00C3\u00A6\u00F8\r\n\r\n\u00E6")]
    [TestCase("Subject: \u0416\r\n\r\n\u0416")]
    public async Task Characters_may_stand_for_octets_or_for_themselves(string mime) =>
        Assert.That(await GetAsync<EMailEntity>(SoapTestServer.Anna, "CreateEMailFromMimeMessage", ("MimeMessage", mime)), Has.Property("Subject").Not.Empty);

    [TestCase("")]
    [TestCase(null)]
    [TestCase("this is no message")]
    public async Task Text_without_a_header_is_refused(string? mime) => Assert.That(
        Refused(await CallAsync(SoapTestServer.Anna, "CreateEMailFromMimeMessage", ("MimeMessage", mime)), "InvalidArgument").Parameters?["argument"],
        Is.EqualTo("MimeMessage"));
}
