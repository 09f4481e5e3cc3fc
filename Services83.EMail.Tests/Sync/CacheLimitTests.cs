using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>An account whose cache is full: what does not fit stays on the server, is told, and is fetched when there is room.</summary>
[Category(Tier.Engines)]
[TestFixture("QRESYNC")]
[TestFixture("CONDSTORE")]
[TestFixture("neither")]
[CancelAfter(60_000)]
public sealed class CacheLimitTests(string tier) : SyncFixture
{
    private const int Large = 10_000;

    [Test]
    public async Task What_does_not_fit_is_left_on_the_server_told_and_fetched_when_the_limit_is_raised()
    {
        await StartFullAsync();
        await SyncFullAsync("2 messages were left on the mail server");
        Assert.That(await LargeAsync(), Is.EquivalentTo(new[] { "large 3", "large 4" }), "the newest first");
        var account = (await Engine.Get<AccountStore>().FindAsync(Account, Deadline))!;
        Assert.That((account.Status, account.ErrorCount), Is.EqualTo((AccountStatus.Failing, 1)));
        Assert.That(account.ErrorReason, Does.StartWith("The cache of this account is full: it may hold 25,000 bytes"));

        await Engine.Get<AccountStore>().UpdateAsync(AccountDraft.Of(account) with { MaxCacheBytes = 0 }, Deadline);
        await SyncAsync();
        await AssertEqualAsync();
    }

    [Test]
    public async Task Small_messages_flags_and_deletions_still_come_and_a_deletion_makes_room()
    {
        await StartFullAsync();
        await SyncFullAsync("2 messages were left");
        Anna.Inbox.Append(Message("small"));
        Anna.Inbox.SetFlags(UidOf("inbox 1"), @"\Flagged");
        Anna.Inbox.Expunge(UidOf("large 4"));

        await SyncFullAsync("2 messages were left");
        await SyncFullAsync("One message was left");

        Assert.That(await LargeAsync(), Is.EquivalentTo(new[] { "large 2", "large 3" }));
        Assert.That(await SubjectsAsync(), Contains.Item("small"));
        await AssertEqualButAsync("large 1");
    }

    [Test]
    public async Task A_stored_message_keeps_its_id_when_it_is_moved_or_numbered_anew_while_the_cache_is_full()
    {
        await StartFullAsync();
        await SyncFullAsync("2 messages were left");
        var ids = await CachedMailbox.IdsAsync(Engine.Database, Account);
        Anna.Inbox.Move(Anna["Archive/2025"], UidOf("large 4"));
        Anna["Sent"].ResetUidValidity();

        await SyncFullAsync("2 messages were left");

        Assert.That(await CachedMailbox.IdsAsync(Engine.Database, Account), Is.EquivalentTo(ids), "ids survive");
        Assert.That(await LargeAsync(), Is.EquivalentTo(new[] { "large 3", "large 4" }));
    }

    [Test]
    public async Task A_moved_message_is_not_given_up_although_another_one_has_its_size()
    {
        await StartFullAsync();
        await SyncFullAsync("2 messages were left");
        var ids = await CachedMailbox.IdsAsync(Engine.Database, Account);
        Anna.Inbox.Move(Anna["Archive/2025"], UidOf("large 4"));
        Anna.Inbox.Append(LargeMessage("large 5", Large + 4));

        await SyncFullAsync("left on the mail server");
        await SyncFullAsync("left on the mail server");
        Assert.That(await LargeAsync(), Contains.Item("large 4"));
        Assert.That(await CachedMailbox.IdsAsync(Engine.Database, Account), Is.SupersetOf(ids), "ids survive");
    }

    [Test]
    public async Task A_message_in_two_folders_counts_once_and_a_header_of_a_very_large_one_does_not()
    {
        await StartAsync(Capabilities(tier), ("Sync:MaxCacheBytes", "25000"), ("Mail:MaxMessageBytes", "15000"));
        Anna.Inbox.Append(LargeMessage("monster", 20_000));
        Anna.Inbox.Append(LargeMessage("large 1", Large));
        await SyncAsync();
        Anna["Sent"].Append(LargeMessage("large 1", Large));
        await SyncAsync();
        Anna["Archive/2025"].Append(LargeMessage("large 2", Large));
        await SyncAsync();

        var expected = Anna.Folders.SelectMany(folder => folder.Messages).Select(message => message.Raw)
            .Where(content => content.Length < 15_000).DistinctBy(content => Convert.ToHexString(content.Span)).Sum(content => (long)content.Length);
        Assert.That(await Engine.Get<ItemStore>().CachedBytesAsync(Account, Deadline), Is.EqualTo(expected).And.GreaterThan(2 * Large));
    }

    [Test]
    public async Task An_engine_that_stops_in_between_loses_nothing()
    {
        await StartFullAsync();
        await SyncFullAsync("2 messages were left");

        await Engine.StopAsync();
        await using var engine = await TestEngine.StartOnAsync(Engine.DataFolder, Server);
        Assert.That((await engine.SyncAsync(Account, Deadline)).Error, Is.Null);

        await AssertEqualAsync();
    }

    /// <summary>Four large messages, of which two fit beside the small ones.</summary>
    private async Task StartFullAsync()
    {
        await StartAsync(Capabilities(tier), ("Sync:MaxCacheBytes", "25000"));
        for (var i = 1; i <= 4; i++)
        {
            Anna.Inbox.Append(LargeMessage($"large {i}", Large + i));
        }
    }

    private async Task SyncFullAsync(string told)
    {
        var outcome = await Engine.SyncAsync(Account, Deadline);
        Assert.That(outcome.Error, Is.InstanceOf<ThrottledException>());
        Assert.That(outcome.Error!.Message, Does.Contain(told));
    }

    private static byte[] LargeMessage(string subject, int size)
    {
        var message = Message(subject);
        var rest = new byte[size - message.Length];
        Array.Fill(rest, (byte)'x');
        return [.. message, .. rest];
    }

    private uint UidOf(string subject) =>
        Anna.Inbox.Messages.Single(message => Pushes.PushFixture.Subject(message) == subject).Uid;

    private async Task<IReadOnlyList<string>> LargeAsync() => [.. (await SubjectsAsync()).Where(subject => subject.StartsWith("large", StringComparison.Ordinal))];

    private Task<IReadOnlyList<string>> SubjectsAsync() =>
        Engine.Database.QueryAsync<string>("SELECT subject FROM content", new { }, Deadline);

    private async Task AssertEqualButAsync(string leftOut)
    {
        var hash = CachedMailbox.Hash(LargeMessage(leftOut, Large + 1));
        Assert.That(await CachedMailbox.ReadAsync(Engine.Database, Account), Is.EqualTo(CachedMailbox.Of(Anna).Where(message => message.Hash != hash)));
    }
}
