using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>Storing cached messages as the content of documents.</summary>
[Category(Tier.Engines)]
public sealed class PhysicalDocumentTests : WebMailboxFixture
{
    [Test]
    public async Task A_document_gets_another_content_and_the_earlier_one_stays()
    {
        var plain = (await AskAsync<EMailEntity>("GetMailFromMessageId", ("MessageId", "plain@test.example"))).EmailItemId;

        var reply = await AskAsync("CreateNewPhysicalDocumentFromEmail", ("DocumentId", DocumentId), ("EmailItemId", plain));
        var again = await AskAsync("CreateNewPhysicalDocumentFromEmail", ("DocumentId", DocumentId), ("EmailItemId", plain));

        var previous = int.Parse(reply.Header("SO-ExtraInfo-PreviousDocumentId")!, null);
        Assert.That((reply.Read<DocumentEntity>()!.DocumentId, reply.Read<DocumentEntity>()!.Header), Is.EqualTo((DocumentId, "Contract")));
        Assert.That((await AskAsync<EMailEntity>("GetEMailFromDocumentId", ("DocumentId", DocumentId))).MessageID, Is.EqualTo("plain@test.example"));
        Assert.That((await AskAsync<EMailEntity>("GetEMailFromDocumentId", ("DocumentId", previous))).MessageID, Is.EqualTo("rich@test.example"));
        Assert.That(again.Header("SO-ExtraInfo-PreviousDocumentId"), Is.Null, "nothing changed");
    }

    [Test]
    public async Task An_attachment_becomes_a_message_of_its_own()
    {
        await AskAsync("CreateNewPhysicalDocumentFromEmailAttachment", ("DocumentId", DocumentId), ("EmailItemId", ItemId), ("AttachmentId", "5"));
        var file = await AskAsync<EMailEntity>("GetEMailFromDocumentId", ("DocumentId", DocumentId));
        await AskAsync("CreateNewPhysicalDocumentFromEmailAttachment", ("DocumentId", DocumentId), ("EmailItemId", ItemId), ("AttachmentId", "4"));
        var message = await AskAsync<EMailEntity>("GetEMailFromDocumentId", ("DocumentId", DocumentId));

        Assert.That((file.Subject, file.PlainBody, file.HTMLBody), Is.EqualTo(("Rich & full", "", "")));
        Assert.That(file.Attachments!.Single().Stream, Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(message.Subject, Is.EqualTo("outer"));
    }

    [Test]
    public async Task Only_the_owner_may_do_it()
    {
        var bob = await Server.RestAsAsync(SoapTestServer.Bob, Deadline);

        var other = await bob.CallAsync("CreateNewPhysicalDocumentFromEmail", Deadline, ("DocumentId", DocumentId), ("EmailItemId", ItemId));
        var missing = await RefusedAsync(404, "CreateNewPhysicalDocumentFromEmail", ("DocumentId", DocumentId), ("EmailItemId", 4711));

        Assert.That(other.Error?.ExceptionType, Is.EqualTo("NotFound"), "a message or document of somebody else does not exist");
        Assert.That(missing.Parameters, Does.ContainKey("EmailItemId"));
    }
}
