using System.Net;
using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Storage.PostgreSql;
using Services83.EMail.Tests.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Identity;

/// <summary>Somebody who guesses passwords gets no more attempts when several processes answer.</summary>
[Category(Tier.Servers)]
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SharedFailuresTests : IAsyncDisposable
{
    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.1");

    private readonly TestDatabase _files = new(provider: StorageProvider.PostgreSql, migrated: true);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PostgreSqlNode> _nodes = [];
    private readonly List<PostgreSqlSignals> _signals = [];
    private readonly List<Task> _receiving = [];

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_receiving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _nodes.ForEach(node => node.Dispose());
        foreach (var signals in _signals)
        {
            await signals.DisposeAsync();
        }

        _stop.Dispose();
        _files.Dispose();
    }

    [Test]
    public async Task A_failure_counts_in_every_process_and_a_success_ends_that()
    {
        var throttles = new[] { await StartAsync(), await StartAsync() };
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

    private async Task<LoginThrottle> StartAsync()
    {
        var node = new PostgreSqlNode(_files.Options, new DatabaseClock(), serves: true);
        await node.LookAsync(Deadline);
        var signals = new PostgreSqlSignals(Microsoft.Extensions.Options.Options.Create(_files.Options), TimeProvider.System);
        var heard = new TaskCompletionSource();
        signals.Listen(_ => heard.TrySetResult());
        _nodes.Add(node);
        _signals.Add(signals);
        var throttle = new LoginThrottle(TimeProvider.System, node, signals);
        _receiving.Add(signals.ReceiveAsync(_stop.Token));
        while (!heard.Task.IsCompleted)
        {
            await signals.SendAsync("hello", Deadline);
            await Task.WhenAny(heard.Task, Task.Delay(20, Deadline));
        }

        return throttle;
    }
}
