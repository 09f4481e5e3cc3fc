using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Sending;

/// <summary>Failures of Send: who has received the message, and which error the caller gets.</summary>
[Category(Tier.Servers)]
public sealed class SendFailureTests : SendingFixture
{
    [Test]
    public async Task Nobody_gets_a_message_that_one_recipient_is_refused_for()
    {
        var (id, sender) = await AddAccountAsync(Anna);
        var to = NextUser();
        var email = Letter("refused", AddressOf(to), "reject550@test.example", "temp451@test.example");
        email.AccountId = id;

        var error = Refused(await SendAsync(email), "MailServer");

        Assert.That(error.Message, Does.Contain("Emails[0] was not sent").And.Contain("reject550@test.example: 550 5.1.1 No such user here")
            .And.Contain("temp451@test.example: 451 4.2.1").And.Contain("Nobody has received it"));
        Assert.That(error.Parameters!["refused"], Is.EqualTo("reject550@test.example; temp451@test.example"));
        Assert.That(await ReadAsync(to), Is.Empty);
        Assert.That(await ReadAsync(sender, "Sent"), Is.Empty);

        email.To = [Address(AddressOf(to))];
        Succeeded(await SendAsync(email));
        Assert.That(await ReadAsync(to), Has.Count.EqualTo(1));
    }

    [TestCase("data554", "554 5.6.0 Message refused")]
    [TestCase("data452", "452 4.3.1")]
    public async Task A_refusal_of_the_message_is_told_in_the_servers_words(string recipient, string words)
    {
        var (id, sender) = await AddAccountAsync(Anna);
        var email = Letter("refused", $"{recipient}@test.example");
        email.AccountId = id;

        Assert.That(Refused(await SendAsync(email), "MailServer").Message, Does.Contain(words));

        Assert.That(await ReadAsync(sender, "Sent"), Is.Empty);
        Assert.That((await Outbox.ListOpenAsync(Deadline)).Where(message => message.AccountId == id), Is.Empty);
    }

    [TestCase("dropafter", true)]
    [TestCase("dropdata", false)]
    public async Task An_answer_that_is_lost_is_told_and_the_message_is_never_sent_again(string how, bool isDelivered)
    {
        var (id, sender) = await AddAccountAsync(Anna);
        var to = NextUser();
        var email = Letter("lost", AddressOf(to), $"{how}@test.example");
        email.AccountId = id;
        email.MessageID = $"{Guid.NewGuid():N}@test.example";

        var error = Refused(await SendAsync(email), "DeliveryUncertain");
        var again = Refused(await SendAsync(email), "InvalidArgument");

        Assert.That(error.Message, Does.StartWith("It is unknown whether Emails[0] was sent."));
        Assert.That(error.Parameters!["messageId"], Is.EqualTo(email.MessageID));
        Assert.That(again.Message, Does.Contain("unknown whether it was delivered"));
        Assert.That(await ReadAsync(to), Has.Count.EqualTo(isDelivered ? 1 : 0));
        Assert.That(await ReadAsync(sender, "Sent"), Is.Empty);
        var kept = (await Outbox.ListOpenAsync(Deadline)).Single(message => message.AccountId == id);
        Assert.That((kept.State, kept.MessageId, kept.Subject), Is.EqualTo((OutgoingState.Uncertain, email.MessageID, "lost")));
    }

    [Test]
    public async Task An_uncertain_message_is_sent_again_once_if_an_operator_wants_it_and_forgotten_if_not()
    {
        var (id, sender) = await AddAccountAsync(Anna);
        var to = NextUser();
        var email = Letter("again", "dropdata@test.example");
        (email.AccountId, email.Bcc) = (id, [Address(AddressOf(to))]);
        Refused(await SendAsync(email), "DeliveryUncertain");
        var outgoingId = (await Outbox.ListOpenAsync(Deadline)).Single(message => message.AccountId == id).OutgoingId;
        // The server that loses its answers is well again.
        await Server.Database.ExecuteAsync(
            "UPDATE outgoing SET recipients = @recipients WHERE outgoing_id = @outgoingId", new { recipients = $"[\"{AddressOf(to)}\"]", outgoingId }, Deadline);

        Assert.That(await Outbox.SendAgainAsync(outgoingId, Deadline), Is.True);
        await Polling.UntilAsync(async () => (await Outbox.FindAsync(outgoingId, Deadline))!.State == OutgoingState.Done, Deadline);
        await Polling.UntilAsync(async () => (await ReadAsync(sender, "Sent")).Count == 1, Deadline);

        Assert.That((await ReadAsync(to)).Single().Headers.Select(field => field.Name), Has.None.EqualTo("Bcc"));
        Assert.That((await Outbox.SendAgainAsync(outgoingId, Deadline), await Outbox.DropAsync(outgoingId, Deadline)), Is.EqualTo((false, false)));
        email.MessageID = "";
        Refused(await SendAsync(email), "DeliveryUncertain");
        var other = (await Outbox.ListOpenAsync(Deadline)).Single(message => message.AccountId == id).OutgoingId;
        Assert.That((await Outbox.DropAsync(other, Deadline), await Outbox.DropAsync(other, Deadline)), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task A_message_that_was_sent_is_not_sent_again_by_mistake()
    {
        var (id, _) = await AddAccountAsync(Anna);
        var to = NextUser();
        var email = Letter("once", AddressOf(to));
        email.AccountId = id;
        var sent = (await GetAsync<EMailEntity[]>(Anna, "Send", ("Emails", new[] { email })))!.Single();

        Assert.That(Refused(await SendAsync(sent), "InvalidArgument").Message, Does.Contain("was sent at"));
        sent.MessageID = "";
        Succeeded(await SendAsync(sent));

        Assert.That(await ReadAsync(to), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task The_first_failure_ends_the_call_and_tells_what_was_sent_before()
    {
        var (id, sender) = await AddAccountAsync(Anna);
        var to = NextUser();
        var emails = ((string[])[AddressOf(to), "reject550@test.example", AddressOf(to)]).Select((address, i) => Letter($"number {i}", address)).ToArray();
        Array.ForEach(emails, email => email.AccountId = id);

        var error = Refused(await SendAsync(emails), "MailServer");

        var received = (await ReadAsync(to)).Single();
        Assert.That(received.Subject, Is.EqualTo("number 0"));
        Assert.That(error.Message, Does.StartWith("Emails[1] was not sent."));
        Assert.That(error.Parameters!["sent"], Is.EqualTo(received.MessageId));
        Assert.That(await ReadPushedAsync(sender), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_mistake_in_one_message_sends_none()
    {
        var (id, _) = await AddAccountAsync(Anna);
        var to = NextUser();
        var (good, bad, lonely) = (Letter("good", AddressOf(to)), Letter("bad", "no address"), Letter("lonely"));
        good.AccountId = bad.AccountId = lonely.AccountId = id;

        Assert.Multiple(async () =>
        {
            Assert.That(Refused(await SendAsync(good, bad), "InvalidArgument").Message, Does.Contain("Emails[1]: To: 'no address'"));
            Assert.That(Refused(await SendAsync(good, lonely), "InvalidArgument").Message, Does.Contain("Emails[1]: it has no recipients"));
            Refused(await SendAsync(good, null!), "InvalidArgument");
            Assert.That(await ReadAsync(to), Is.Empty);
        });
    }

    [Test]
    public async Task Nothing_is_sent_for_no_messages_and_through_no_account_of_somebody_else()
    {
        var (id, _) = await AddAccountAsync(Bob);
        var email = Letter("foreign", "x@test.example");
        email.AccountId = id;

        Assert.That(await GetAsync<EMailEntity[]>(Anna, "Send", ("Emails", null)), Is.Empty);
        Assert.That(await GetAsync<EMailEntity[]>(Anna, "Send", ("Emails", Array.Empty<EMailEntity>())), Is.Empty);
        Refused(await SendAsync(email), "NotFound");
    }

    [Test]
    public async Task An_account_without_a_server_for_outgoing_mail_says_so()
    {
        var id = await Server.AddAccountAsync(AnnasMail, Anna, Deadline);
        var email = Letter("nowhere", "x@test.example");
        email.AccountId = id;

        Assert.That(Refused(await SendAsync(email), "NotFound").Message, Does.Contain("no server for outgoing mail"));
    }
}
