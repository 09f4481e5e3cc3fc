using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>The newer operations on cached and archived messages.</summary>
[Category(Tier.Engines)]
public sealed class WebMessageTests : WebMailboxFixture
{
    [TestCase("GetEMail", "GetUnsanitizedEMail", "Id")]
    [TestCase("GetEMailFromDocumentId", "GetUnsanitizedEMailFromDocumentId", "DocumentId")]
    [TestCase("GetEMailFromDocumentIdWithoutAttachmentStream", "GetUnsanitizedEMailFromDocumentIdWithoutAttachmentStream", "DocumentId")]
    public async Task HTML_is_sanitized_unless_the_other_operation_is_called(string sanitizing, string plain, string key)
    {
        (string, object?)[] which = [(key, key == "Id" ? ItemId : DocumentId)];

        var clean = await AskAsync<EMailEntity>(sanitizing, which);
        var raw = await AskAsync<EMailEntity>(plain, which);

        Assert.That(raw.HTMLBody?.TrimEnd(), Is.EqualTo(Script));
        Assert.That(clean.HTMLBody, Does.Contain("<p>Hello</p>").And.Not.Contain("alert").And.Not.Contain("tracker.example"));
        Assert.That((clean.Subject, clean.Attachments!.Length), Is.EqualTo((raw.Subject, raw.Attachments!.Length)));
    }

    [Test]
    public async Task The_SOAP_service_returns_the_HTML_as_it_was_sent()
    {
        var reply = await (await Server.AsAsync(SoapTestServer.Anna, Deadline)).CallAsync("GetEMail", Deadline, ("Id", ItemId), ("IncludeAttachments", false));

        Assert.That(reply.Read<EMailEntity>()!.HTMLBody?.TrimEnd(), Is.EqualTo(Script));
        Assert.That(reply.Text, Does.Not.Contain("ServerIdentifier").And.Not.Contain("IsSafeFileExtension"));
    }

    [Test]
    public async Task Sanitized_HTML_that_is_sent_back_leaves_the_message_as_it_was()
    {
        var shown = await AskAsync<EMailEntity>("GetEMail", ("Id", ItemId));

        var name = await AskAsync<string>("SaveEmailToTmpDocument", ("Email", shown), ("FolderId", 0), ("StripAttachments", false));

        Assert.That((await AskAsync<EMailEntity>("GetEMailFromTemp", ("FileName", name))).HTMLBody?.TrimEnd(), Is.EqualTo(Script));
    }

    [Test]
    public async Task A_message_is_a_file_with_the_bytes_of_the_server_or_without_attachments()
    {
        var whole = await AskAsync("GetEMailAsEmlStream", ("EmailItemId", ItemId), ("IncludeAttachments", true));
        var stripped = await AskAsync("GetEMailAsEmlStream", ("EmailItemId", ItemId), ("IncludeAttachments", false));
        var archived = await AskAsync("GetEmailDocumentAsMimeStream", ("DocumentId", DocumentId));

        Assert.That(whole.ContentType, Is.EqualTo("application/octet-stream"));
        Assert.That(whole.Body.AsSpan().SequenceEqual(Letter()), Is.True);
        Assert.That(MimeReader.Read(stripped.Body).Attachments, Is.Empty);
        Assert.That(archived.Body.AsSpan().SequenceEqual(Letter()), Is.True);
    }

    [Test]
    public async Task A_client_that_wants_JSON_gets_the_file_in_base64()
    {
        var reply = await Anna.PostAsync(
            "/api/v1/Agents/EMail/GetEMailAsEmlStream", $"{{\"EmailItemId\":{ItemId},\"IncludeAttachments\":true}}", "application/json", Deadline, ("Accept", "application/json"));

        Assert.That(reply.Read<byte[]>().AsSpan().SequenceEqual(Letter()), Is.True);
    }

    [TestCase("GetPreviewAttachmentFromId", "GetUnsanitizedPreviewAttachmentFromId", "MailItemId")]
    [TestCase("GetPreviewAttachmentFromDocId", "GetUnsanitizedPreviewAttachmentFromDocId", "DocId")]
    public async Task A_preview_of_a_file_that_can_contain_scripts_is_harmless(string sanitizing, string plain, string key)
    {
        var owner = (key, (object?)(key == "DocId" ? DocumentId : ItemId));

        var page = await AskAsync<EMailAttachment>(sanitizing, owner, ("AttachmentId", "2"));
        var picture = await AskAsync<EMailAttachment>(sanitizing, owner, ("AttachmentId", "3"));
        var raw = await AskAsync<EMailAttachment>(plain, owner, ("AttachmentId", "2"));

        Assert.That(Encoding.UTF8.GetString(page.Stream!), Does.Contain("Hello").And.Not.Contain("alert"));
        Assert.That(picture.Type, Is.EqualTo("text/plain"));
        Assert.That(Encoding.UTF8.GetString(raw.Stream!).TrimEnd(), Is.EqualTo(Script));
    }

    [Test]
    public async Task A_preview_is_found_by_type_and_name_too()
    {
        var found = await AskAsync<EMailAttachment>(
            "GetUnsanitizedPreviewAttachmentFromId", ("MailItemId", ItemId), ("AttachmentType", "application/octet-stream"), ("AttachmentFilename", "SETUP.exe"));
        await RefusedAsync(404, "GetPreviewAttachmentFromId", ("MailItemId", ItemId), ("AttachmentFilename", "none"));
        await RefusedAsync(404, "GetPreviewAttachmentFromId", ("MailItemId", ItemId));

        Assert.That(found.Stream, Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(found.IsSafeFileExtension, Is.False);
    }

    [TestCase("GetEMailFromAttachmentId", "GetUnsanitizedEMailFromAttachmentId", "EmailId")]
    [TestCase("GetEMailFromDocumentAttachmentId", "GetUnsanitizedEMailFromDocumentAttachmentId", "DocId")]
    public async Task Messages_within_messages_are_read(string sanitizing, string plain, string key)
    {
        var owner = (key, (object?)(key == "DocId" ? DocumentId : ItemId));

        var outer = await AskAsync<EMailEntity>(sanitizing, owner, ("AttachmentIds", new[] { "4" }));
        var inner = await AskAsync<EMailEntity>(sanitizing, owner, ("AttachmentIds", new[] { "4", "1" }));
        var raw = await AskAsync<EMailEntity>(plain, owner, ("AttachmentIds", new[] { "4", "1" }));
        var wrong = await RefusedAsync(400, sanitizing, owner, ("AttachmentIds", new[] { "2" }));
        await RefusedAsync(404, sanitizing, owner, ("AttachmentIds", new[] { "4", "7" }));
        await RefusedAsync(400, sanitizing, owner);

        Assert.That((outer.Subject, inner.Subject, inner.From!.Address), Is.EqualTo(("outer", "inner", "dan@test.example")));
        Assert.That(inner.HTMLBody, Does.Contain("Hello").And.Not.Contain("alert"));
        Assert.That(raw.HTMLBody, Does.Contain("alert"));
        Assert.That(wrong.Message, Does.Contain("text/html"));
    }

    [Test]
    public async Task The_latest_message_of_a_folder_is_the_one_with_the_greatest_key()
    {
        var latest = await AskAsync<int>("LatestItemIdByFolder", ("FolderId", InboxId));
        await RefusedAsync(404, "LatestItemIdByFolder", ("FolderId", 4711));

        Assert.That(latest, Is.GreaterThanOrEqualTo(ItemId));
        Assert.That((await AskAsync<EMailEntity>("GetEMail", ("Id", latest))).FolderName, Is.EqualTo("INBOX"));
        Assert.That((await Anna.CallAsync("GetEMail", Deadline, ("Id", latest + 1))).Error?.ExceptionType, Is.EqualTo("NotFound"));
    }

    [Test]
    public async Task The_heading_is_HTML_in_the_zone_and_culture_of_the_caller()
    {
        var email = """{"Email":{"From":{"Name":"<b>","Address":"a@test.example"},"Sent":"2026-07-01T10:00:00Z","Subject":"A & B","Attachments":[{"Filename":"a.pdf"}]}}""";

        var plain = await Anna.PostAsync("/api/v1/Agents/EMail/CreateInlineHtmlHeader", email, "application/json", Deadline);
        var there = await Anna.PostAsync(
            "/api/v1/Agents/EMail/CreateInlineHtmlHeader", email, "application/json", Deadline, ("SO-TimeZone", "Europe/Oslo"), ("SO-Language", "en-GB"), ("SO-Culture", "en-GB"));
        var cached = await AskAsync<string>("CreateInlineHtmlHeader", ("Email", new { EmailItemId = ItemId }));

        Assert.That(plain.Read<string>(), Does.Contain("&lt;b&gt; &lt;a@test.example&gt;").And.Contain("A &amp; B").And.Contain("2026-07-01 10:00 UTC").And.Contain("a.pdf"));
        Assert.That(there.Read<string>(), Does.Contain("1 July 2026").And.Contain("12:00"));
        Assert.That(cached, Does.Contain("Rich &amp; full"));
    }

    [Test]
    public async Task Accounts_name_their_folders_and_the_time_of_the_last_sync()
    {
        var account = await AskAsync<EMailAccount>("GetCurrentAccount");

        Assert.That((account.InboxFolder, account.SentFolder), Is.EqualTo(("INBOX", "Sent")));
        Assert.That(account.LastFetch.Year, Is.GreaterThan(2000));
    }
}
