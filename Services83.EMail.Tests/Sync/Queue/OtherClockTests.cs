using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Queue;

/// <summary>The program's clock is that of the database. The machine's own may be hours off.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class OtherClockTests
{
    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [TestCase(-1)]
    [TestCase(1)]
    public async Task A_sync_starts_at_once_whatever_the_clock_of_the_machine_says(int hours)
    {
        var mailbox = SandboxAccount.WithUsualFolders("anna", "secret-of-anna");
        await using var server = await SandboxImapServer.StartAsync(new SandboxOptions { Accounts = [mailbox] }, Deadline);
        var folder = Directory.CreateTempSubdirectory("services83-test-").FullName;
        try
        {
            await using var engine = await TestEngine.StartOnAsync(
                folder, server, services => services.AddSingleton<TimeProvider>(new ShiftedTime(TimeSpan.FromHours(hours))));
            var account = await engine.AddAccountAsync(server, mailbox);

            Assert.That((await engine.SyncAsync(account, Deadline)).Error, Is.Null);
        }
        finally
        {
            TestStorage.Delete(folder);
        }
    }

    private sealed class ShiftedTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
