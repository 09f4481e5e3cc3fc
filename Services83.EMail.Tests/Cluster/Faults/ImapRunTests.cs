using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cluster.Faults;

/// <summary>What the random faults are judged by has to see what they look for.</summary>
[Category(Tier.Servers)]
[CancelAfter(60_000)]
public sealed class ImapRunTests
{
    [Test]
    public async Task Sessions_at_the_same_time_are_told_from_those_after_each_other_and_their_changes_are_seen(CancellationToken cancellationToken)
    {
        const string User = "user001";
        await using var server = await DovecotServer.StartAsync(new DovecotOptions { Users = 1, RawLog = true }, cancellationToken);
        await using (var first = await server.LogInAsync(User, cancellationToken))
        {
            await first.ListAsync(cancellationToken);
            await using var second = await server.LogInAsync(User, cancellationToken);
            await second.ListAsync(cancellationToken);
            await first.AppendMessageAsync("INBOX", "Subject: x\r\n\r\nx\r\n"u8.ToArray(), cancellationToken);
            await first.LogoutAsync(cancellationToken);
            await second.LogoutAsync(cancellationToken);
        }

        await using (var third = await server.LogInAsync(User, cancellationToken))
        {
            await third.ListAsync(cancellationToken);
            await third.LogoutAsync(cancellationToken);
        }

        var runs = ImapRun.Of(server, User);

        Assert.That(runs.Zip(runs.Skip(1), (earlier, later) => earlier.Overlaps(later)), Is.EqualTo(new[] { true, false }));
        Assert.That(runs.Select(run => run.Changes.Count), Is.EqualTo(new[] { 1, 0, 0 }));
        Assert.That(runs[0].Changes[0], Is.GreaterThan(runs[1].Start));
    }
}
