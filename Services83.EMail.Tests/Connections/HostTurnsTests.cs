using Microsoft.Extensions.Options;
using NUnit.Framework;
using Services83.EMail.Connections;
using Services83.EMail.Connections.Pools;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Connections;

public sealed class HostTurnsTests
{
    [Test]
    public async Task A_host_has_no_more_connections_than_its_budget_and_others_do_not_wait()
    {
        var clock = new ManualTimeProvider();
        var turns = new HostTurns(most: 1, "Setting", Options.Create(new MailOptions { ConnectTimeoutSeconds = 30 }), clock);

        var first = await turns.TakeAsync("one.example", CancellationToken.None);
        using var other = await turns.TakeAsync("two.example", CancellationToken.None);
        var waiting = turns.TakeAsync("ONE.example", CancellationToken.None);
        Assert.That(waiting.IsCompleted, Is.False);
        first.Dispose();
        using var second = await waiting;

        var tooLate = turns.TakeAsync("one.example", CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<ThrottledException>(() => tooLate);
    }
}
