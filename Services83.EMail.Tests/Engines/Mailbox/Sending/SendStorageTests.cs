using System.Text;
using NUnit.Framework;
using Services83.EMail.Filing;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Tests.Support;
using Sender = Services83.EMail.Engines.Mailbox.Sending.Outbox;

namespace Services83.EMail.Tests.Engines.Mailbox.Sending;

/// <summary>The database fails while a message is sent: the caller hears what the mail server said, and nobody has to restart the program.</summary>
[Category(Tier.Servers)]
public sealed class SendStorageTests : SendingFixture
{
    private IDatabase Database => Server.Get<IDatabase>();

    [Test]
    public async Task What_was_accepted_is_stored_and_its_copy_filed_when_the_database_answers_again()
    {
        var (id, sender) = await AddAccountAsync(Anna);
        var to = NextUser();
        var email = Letter("accepted", AddressOf(to));
        email.AccountId = id;
        await Database.ExecuteAsync(TestStorage.Refuse("unnoted", "UPDATE ON outgoing", "no", "NEW.subject = 'accepted' AND NEW.state > 2"), new { }, Deadline);

        Succeeded(await SendAsync(email));

        Assert.That(await ReadAsync(to), Has.Count.EqualTo(1));
        Assert.That((await Outbox.ListOpenAsync(Deadline)).Single(message => message.AccountId == id).State, Is.EqualTo(OutgoingState.Ended));

        await Database.ExecuteAsync(TestStorage.Allow("unnoted"), new { }, Deadline);
        Assert.That((await ReadPushedAsync(sender)).Single().Subject, Is.EqualTo("accepted"));
        Assert.That((await Outbox.ListOpenAsync(Deadline)).Where(message => message.AccountId == id), Is.Empty);
    }

    [Test]
    public async Task A_refusal_is_told_in_the_servers_words_and_its_row_is_deleted_when_the_database_answers_again()
    {
        var (id, _) = await AddAccountAsync(Anna);
        var email = Letter("refused", "data554@test.example");
        email.AccountId = id;
        await Database.ExecuteAsync(TestStorage.Refuse("undeleted", "DELETE ON outgoing", "no", "OLD.subject = 'refused'"), new { }, Deadline);

        Assert.That(Refused(await SendAsync(email), "MailServer").Message, Does.Contain("554 5.6.0 Message refused"));

        await Database.ExecuteAsync(TestStorage.Allow("undeleted"), new { }, Deadline);
        await Polling.UntilAsync(async () => (await Outbox.ListOpenAsync(Deadline)).All(message => message.AccountId != id), Deadline);
    }

    [Test]
    public async Task An_unknown_result_is_told_and_stored_when_the_database_answers_again()
    {
        var (id, _) = await AddAccountAsync(Anna);
        var email = Letter("lost", "dropdata@test.example");
        email.AccountId = id;
        await Database.ExecuteAsync(TestStorage.Refuse("unsure", "UPDATE ON outgoing", "no", "NEW.subject = 'lost' AND NEW.state > 2"), new { }, Deadline);

        Refused(await SendAsync(email), "DeliveryUncertain");

        await Database.ExecuteAsync(TestStorage.Allow("unsure"), new { }, Deadline);
        await Polling.UntilAsync(
            async () => (await Outbox.ListOpenAsync(Deadline)).Single(message => message.AccountId == id).State == OutgoingState.Uncertain, Deadline);
    }

    /// <summary>The connection breaks during a commit: the row is there, and the process does not know it.</summary>
    [TestCase(false, OutgoingState.NotSent)]
    [TestCase(true, OutgoingState.Uncertain)]
    public async Task A_row_that_no_call_knows_of_is_finished_after_a_minute(bool isEnded, OutgoingState expected)
    {
        var (id, _) = await AddAccountAsync(Anna);
        var draft = new OutgoingDraft(Anna, Smtp.Host, "a@test.example", ["b@test.example"])
        {
            AccountId = id,
            Copy = ContentReader.Whole(Encoding.ASCII.GetBytes("Subject: stray\r\n\r\nx\r\n")),
        };
        var outgoing = (await Outbox.AddAsync(draft, Deadline))!.Value;
        if (isEnded)
        {
            await Outbox.SetEndedAsync(outgoing, Deadline);
        }

        await Server.Get<Sender>().SettleStraysAsync(Deadline);
        Assert.That((await Outbox.FindAsync(outgoing, Deadline))!.State, Is.EqualTo(isEnded ? OutgoingState.Ended : OutgoingState.Sending), "its call may be about to know");

        await Database.ExecuteAsync("UPDATE outgoing SET changed_at = changed_at - 61000 WHERE outgoing_id = @outgoing", new { outgoing }, Deadline);
        await Server.Get<Sender>().SettleStraysAsync(Deadline);
        Assert.That((await Outbox.FindAsync(outgoing, Deadline))!.State, Is.EqualTo(expected));
    }
}
