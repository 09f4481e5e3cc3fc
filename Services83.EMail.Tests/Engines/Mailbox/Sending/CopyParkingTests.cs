using System.Text;
using NUnit.Framework;
using Services83.EMail.Engines.Mailbox.Sending;
using Services83.EMail.Filing;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Tests.Support;
using Services83.EMail.Tests.Sync;

namespace Services83.EMail.Tests.Engines.Mailbox.Sending;

/// <summary>
/// A copy of a sent message that cannot be filed because of an unexpected error: it waits, is left to the operator, and does not prevent
/// others from being filed.
/// </summary>
[Category(Tier.Engines)]
[CancelAfter(120_000)]
public sealed class CopyParkingTests : SyncFixture
{
    private const int MaxUnforeseen = 10;

    private OutboxStore Outbox => Engine.Get<OutboxStore>();

    private SentCopyStore Copies => Engine.Get<SentCopyStore>();

    [SetUp]
    public async Task Start_with_folders_that_are_known()
    {
        await StartAsync(settings: ("Sync:SweepSeconds", "3600"));
        await SyncAsync();
    }

    [Test]
    public async Task It_waits_after_each_failure_and_is_parked_after_the_tenth()
    {
        var id = await SentAsync("parked");
        await ExecuteAsync(TestStorage.Refuse("boom", "INSERT ON email_item", "boom"));

        for (var failures = 1; failures < MaxUnforeseen; failures++)
        {
            await FileAsync();
            await FileAsync();
            var waits = await FindAsync(id);
            Assert.That((waits.Attempts, waits.IsParked), Is.EqualTo((failures, false)));
            Assert.That(waits.RetryAt, Is.GreaterThan(TimeProvider.System.GetUtcNow()));
            await ExecuteAsync("UPDATE outgoing SET retry_at = 1");
        }

        await FileAsync();
        var parked = await FindAsync(id);
        Assert.That((parked.Attempts, parked.IsParked, parked.RetryAt), Is.EqualTo((MaxUnforeseen, true, (DateTimeOffset?)null)));
        Assert.That(parked.Reason, Does.StartWith("Parked after 10 attempts").And.Contain("boom").And.Not.Contain(Engine.DataFolder));
        Assert.That(await Copies.DueAsync(Deadline), Is.Empty);
        Assert.That(await Copies.OctetsAsync(id, Deadline), Is.Not.Null, "nothing is lost");
    }

    [Test]
    public async Task The_operator_sees_it_and_has_it_tried_again()
    {
        var id = await SentAsync("parked");
        await ParkAsync(id);

        Assert.That(await RunAsync("status"), Does.Match($"{id} .*sent, copy parked.*Parked after 10 attempts"));
        Assert.That(await RunAsync("retry", "4711"), Does.Contain("There is no outgoing message with an unfiled copy with the id 4711."));
        Assert.That(await RunAsync("retry", $"{id}"), Does.Contain($"The server retries {id}"));

        Assert.That(await RunAsync("status"), Does.Match($"{id} .*sent, copy waits"));
        Assert.That((await FindAsync(id)).IsParked, Is.False);
        await FileAsync();
        Assert.That((await FindAsync(id)).State, Is.EqualTo(OutgoingState.Done));
        await SyncAsync();
        Assert.That(Anna["Sent"].Messages.Select(message => Encoding.UTF8.GetString(message.Raw.Span)), Has.One.Contains("Subject: parked"));
    }

    [Test]
    public async Task A_copy_that_cannot_be_filed_keeps_no_other_from_it()
    {
        var (bad, good) = (await SentAsync("bad"), await SentAsync("good"));
        await ExecuteAsync(TestStorage.Refuse("boom", "INSERT ON content", "boom", "NEW.subject = 'bad'"));

        await FileAsync();

        Assert.That((await FindAsync(bad)).RetryAt, Is.Not.Null);
        Assert.That((await FindAsync(good)).State, Is.EqualTo(OutgoingState.Done));
    }

    /// <summary>A message that its server has accepted and whose copy is not filed yet.</summary>
    private async Task<int> SentAsync(string subject)
    {
        var owner = (await Engine.Get<AccountStore>().FindAsync(Account, Deadline))!.AssociateId;
        var draft = new OutgoingDraft(owner, "127.0.0.1", "anna@test.example", ["bob@test.example"])
        {
            AccountId = Account,
            MessageId = $"{subject}@test.example",
            Subject = subject,
            Copy = ContentReader.Whole(Message(subject)),
        };
        var id = (await Outbox.AddAsync(draft, Deadline))!.Value;
        await Outbox.SetEndedAsync(id, Deadline);
        await Copies.AcceptAsync(id, copy: null, Deadline);
        return id;
    }

    private async Task ParkAsync(int id)
    {
        await ExecuteAsync(TestStorage.Refuse("boom", "INSERT ON email_item", "boom"));
        await ExecuteAsync($"UPDATE outgoing SET attempts = {MaxUnforeseen - 1}");
        await FileAsync();
        await ExecuteAsync(TestStorage.Allow("boom"));
        Assert.That((await FindAsync(id)).IsParked, Is.True);
    }

    private Task FileAsync() => Engine.Get<CopyFiler>().FileDueAsync(Deadline);

    private async Task<OutgoingMessage> FindAsync(int id) => (await Outbox.FindAsync(id, Deadline))!;

    private Task<int> ExecuteAsync(string sql) => Engine.Database.ExecuteAsync(sql, new { }, Deadline);

    /// <summary>The output of a command that runs beside the engine.</summary>
    private async Task<string> RunAsync(params string[] arguments) =>
        (await CommandRunner.RunAsync("", [.. arguments, .. TestStorage.ArgumentsFor(Engine.DataFolder)])).ToString();
}
