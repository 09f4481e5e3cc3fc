using System.Net;
using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Identity;

/// <summary>Somebody who guesses passwords gets no more attempts when several processes answer.</summary>
[Category(Tier.Servers)]
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SharedFailuresTests : IDisposable
{
    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.1");

    private readonly TestDatabase _files = new(provider: StorageProvider.PostgreSql, migrated: true);

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    public void Dispose() => _files.Dispose();

    [Test]
    public async Task A_failure_counts_in_every_process_and_a_success_ends_that()
    {
        await using var first = await HearingProcess.StartAsync(_files.Options, Deadline);
        await using var second = await HearingProcess.StartAsync(_files.Options, Deadline);
        var throttles = new[] { new LoginThrottle(TimeProvider.System, first.Signals), new LoginThrottle(TimeProvider.System, second.Signals) };
        for (var i = 0; i < LoginThrottle.MaxPerUser; i++)
        {
            Assert.That(throttles[1].IsBlocked("anna", Address), Is.False);
            throttles[i % 2].Failed("anna", Address);
        }

        await Polling.UntilAsync(() => throttles[0].IsBlocked("anna", Address) && throttles[1].IsBlocked("ANNA", Address), Deadline);
        Assert.That(throttles[1].IsBlocked("bob", Address), Is.False);

        throttles[0].Succeeded("anna", Address);
        await Polling.UntilAsync(() => !throttles[1].IsBlocked("anna", Address), Deadline);
    }
}
