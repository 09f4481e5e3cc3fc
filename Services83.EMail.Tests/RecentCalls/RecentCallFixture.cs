using NUnit.Framework;
using Services83.EMail.RecentCalls;
using Services83.EMail.Tests.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.RecentCalls;

/// <summary>The list of recent calls on a database of its own, on a clock that stands still.</summary>
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class RecentCallFixture : IDisposable
{
    protected static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    protected ManualTimeProvider Time { get; } = new();

    protected TestDatabase Files { get; private set; } = null!;

    private protected RecentCallStore Store { get; private set; } = null!;

    private protected CallCollector Collector { get; } = new();

    [SetUp]
    public async Task Create()
    {
        Files = await TestDatabase.MigratedAsync(Time);
        Store = new RecentCallStore(Files.Database, Time);
    }

    public virtual void Dispose()
    {
        Collector.Dispose();
        Files.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A call of the present moment.</summary>
    private protected RecentCall Call(string operation, string? login = "anna", string? error = null) => new()
    {
        Kind = login is null ? CallKind.Nobody : error is null ? CallKind.Succeeded : CallKind.Failed,
        CalledAt = Time.GetUtcNow(),
        Door = "soap",
        Operation = operation,
        LoginName = login,
        AssociateId = login is null ? null : 11,
        Address = "192.0.2.1",
        Microseconds = 1500,
        Error = error,
        Reason = error is null ? null : "There is no such thing.",
    };

    private protected async Task StoreAsync(params IEnumerable<RecentCall> calls)
    {
        foreach (var call in calls)
        {
            Collector.Add(call);
        }

        await Store.AddAsync(Collector.Take()!, Deadline);
    }

    private protected async Task<IReadOnlyList<string>> OperationsAsync(CallFilter filter) =>
        [.. (await Store.ListAsync(filter, Deadline)).Select(call => call.Operation)];
}
