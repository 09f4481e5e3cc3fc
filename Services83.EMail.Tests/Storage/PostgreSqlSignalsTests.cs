using System.Threading.Channels;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Storage;

[Category(Tier.Servers)]
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PostgreSqlSignalsTests : IDisposable
{
    private readonly TestDatabase _files = new(provider: StorageProvider.PostgreSql, migrated: true);

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    public void Dispose() => _files.Dispose();

    [Test]
    public async Task The_others_hear_a_message_by_its_topic_and_who_sent_it_does_not()
    {
        await using var first = await HearingProcess.StartAsync(_files.Options, Deadline);
        await using var second = await HearingProcess.StartAsync(_files.Options, Deadline);
        var (own, news, other) = (Listen(first, "news"), Listen(second, "news"), Listen(second, "other"));

        await first.Signals.SendAsync("news", "with several words", Deadline);
        await first.Signals.SendAsync("other", "", Deadline);
        await second.Signals.SendAsync("news", "back", Deadline);

        Assert.That(await news.Reader.ReadAsync(Deadline), Is.EqualTo("with several words"));
        Assert.That(await other.Reader.ReadAsync(Deadline), Is.Empty);
        Assert.That(await own.Reader.ReadAsync(Deadline), Is.EqualTo("back"), "it hears the others, and not itself");
        Assert.That(news.Reader.TryRead(out _), Is.False);
    }

    [Test]
    public async Task Whoever_receives_is_told_when_the_connection_breaks_and_whoever_sends_is_not_held_up()
    {
        await using var process = await HearingProcess.StartAsync(_files.Options, Deadline);
        await PostgreSqlServer.EndSessionsAsync(_files.Options.ConnectionString, Deadline);

        Assert.That(async () => await process.Receiving, Throws.TypeOf<StorageException>());
        await process.Signals.SendAsync("news", "", Deadline);
    }

    private static Channel<string> Listen(HearingProcess process, string topic)
    {
        var heard = Channel.CreateUnbounded<string>();
        process.Signals.Listen(topic, text => heard.Writer.TryWrite(text));
        return heard;
    }
}
