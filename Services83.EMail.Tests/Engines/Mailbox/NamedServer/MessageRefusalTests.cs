using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.NamedServer;

/// <summary>Messages and attachments that are not there, on a real server.</summary>
[Category(Tier.Servers)]
[CancelAfter(120_000)]
public sealed class MessageRefusalTests() : NamedServerFixture(RealServer.Dovecot)
{
    private const int Unknown = 4_000_000;

    [Test]
    public async Task Too_many_envelopes_are_refused_and_repetitions_are_not_too_many()
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", Letter("one"));

        var error = Refused(
            await AskAsync("GetEMailEnvelopes", Named(user), ("MessageServerIds", Enumerable.Range(1, 100_000).ToArray())), "InvalidArgument");
        var same = await ReadAsync<EMailEnvelope[]>(
            "GetEMailEnvelopes", Named(user), ("MessageServerIds", Enumerable.Repeat(ids[0], 100_000).ToArray()));

        Assert.That(error.Parameters!["argument"], Is.EqualTo("MessageServerIds"));
        Assert.That(error.Message, Does.Contain("at most 10000 messages, not 100000"));
        Assert.That(same!.Single().Subject, Is.EqualTo("one"));
    }

    [Test]
    public async Task Nothing_is_saved_into_a_folder_that_is_not_there()
    {
        var email = new EMailEntity { From = new EMailAddress { Address = "anna@test.example" }, Subject = "Lost" };

        var error = Refused(await AskAsync("SaveEMail", Named(TakeUser(), "No/such"), ("Email", email)), "NotFound");

        Assert.That(error.Parameters!["Folder"], Is.EqualTo("No/such"));
    }

    [Test]
    public async Task What_is_no_message_is_not_saved()
    {
        var user = TakeUser();

        Assert.That(Refused(await AskAsync("SaveEMail", Named(user), ("Email", null)), "InvalidArgument").Parameters!["argument"], Is.EqualTo("Email"));
        Refused(await AskAsync("SaveEMail", Named(user), ("Email", new EMailEntity { From = new EMailAddress { Address = "no address" } })), "InvalidArgument");
    }

    [TestCase("3")]
    [TestCase("")]
    [TestCase(null)]
    public async Task An_attachment_that_is_not_there_is_named(string? attachmentId)
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", Letter("plain"));

        var error = Refused(
            await AskAsync("GetAttachment", Named(user), ("MessageServerId", ids[0]), ("AttachmentId", attachmentId)), "NotFound");

        Assert.That(error.Parameters!["AttachmentId"], Is.EqualTo(attachmentId ?? ""));
        Assert.That(error.Message, Does.StartWith($"Message {ids[0]} in folder 'INBOX' on mail server 127.0.0.1 has no attachment"));
    }

    [TestCase("GetEMailAsStream", Unknown)]
    [TestCase("GetEMailAsStream", 0)]
    [TestCase("GetEMailAsStream", -1)]
    [TestCase("GetAttachment", Unknown)]
    [TestCase("GetEMailFromId", Unknown)]
    public async Task A_message_that_is_not_there_is_named(string operation, int id)
    {
        var user = TakeUser();

        var error = Refused(await AskAsync(operation, Named(user), ("MessageServerId", id)), "NotFound");

        Assert.That(error.Parameters!["MessageServerId"], Is.EqualTo($"{id}"));
        Assert.That(error.Message, Is.EqualTo($"There is no message {id} in folder 'INBOX' on mail server 127.0.0.1."));
    }
}
