using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Pushes;

/// <summary>The server's copy of a message that was written here has the same limit as any incoming message.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class LargeCopyTests : PushFixture
{
    private const int Limit = 4096;

    [Test]
    public async Task Of_a_copy_above_the_limit_the_header_is_stored()
    {
        await StartAsync(settings: [("Sync:SweepSeconds", "3600"), ("Mail:MaxMessageBytes", $"{Limit}")]);
        await SyncAsync();
        Anna["Sent"].Append(Large("copied"));
        await AppendAsync(Message("copied"), "Sent", mayBeThere: true);

        await SettleAsync();

        var (complete, held) = await StoredAsync("copied");
        Assert.That(complete, Is.Zero);
        Assert.That(held, Is.LessThan(Limit));
        Assert.That(OnServer("Sent"), Has.Exactly(1).EqualTo("copied"));
    }

    [Test]
    public async Task A_message_of_our_own_above_the_limit_stays_whole()
    {
        await StartAsync(settings: [("Sync:SweepSeconds", "3600"), ("Mail:MaxMessageBytes", $"{Limit}")]);
        await SyncAsync();
        Anna["Sent"].Append(Large("copied"));
        await AppendAsync(Large("copied"), "Sent", mayBeThere: true);

        await SettleAsync();

        Assert.That(await StoredAsync("copied"), Is.EqualTo((1L, (long)Large("copied").Length)));
        Assert.That(OnServer("Sent"), Has.Exactly(1).EqualTo("copied"));
    }

    private async Task<(long Complete, long Held)> StoredAsync(string subject) => (await Engine.Database.QueryAsync<(long, long)>(
        "SELECT complete, LENGTH(raw) FROM content JOIN content_body USING (content_id) WHERE subject = @subject", new { subject }, Deadline)).Single();

    private static byte[] Large(string subject) => [.. Message(subject), .. Enumerable.Repeat("0123456789\r\n"u8.ToArray(), Limit).SelectMany(line => line)];
}
