using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cluster;

/// <summary>Several server processes on one PostgreSQL database and one mail server.</summary>
public abstract class ClusterFixture : ProgramFixture
{
    private const string Synced = ": synced, ";

    private readonly List<RunningServer> _nodes = [];

    protected SandboxImapServer Mail { get; private set; } = null!;

    protected IReadOnlyList<RunningServer> Nodes => _nodes;

    protected sealed override StorageProvider Provider => StorageProvider.PostgreSql;

    [SetUp]
    public void ForgetNodes()
    {
        Requires.PostgreSql();
        _nodes.Clear();
    }

    protected async Task StartAsync(int nodes, SandboxAccount[] mailboxes, params string[] settings)
    {
        Mail = await StartMailServerAsync(mailboxes);
        await AddUserAsync("admin", "--admin");
        await ImportAsync(Mail, "admin", mailboxes);
        for (var i = 0; i < nodes; i++)
        {
            await StartNodeAsync(settings);
        }
    }

    protected static Task<string> LogInAsync(RunningServer node) => node.LogInAsync("admin", Password);

    /// <summary>How many accounts the process has synced.</summary>
    protected static int SyncedBy(RunningServer node) => node.Process.Output.Split(Synced).Length - 1;

    /// <summary>The process that runs the account's sync, which the mail server holds.</summary>
    protected async Task<RunningServer> RunnerAsync(int accountId)
    {
        var text = $"Account {accountId}: run ";
        RunningServer? runner = null;
        await Polling.UntilAsync(
            () => (runner = _nodes.LastOrDefault(node => node.Process.Output.Contains(text, StringComparison.Ordinal))) is not null, Deadline);
        return runner!;
    }

    protected Task AssertStoredAsync(IDatabase database) => AssertStoredAsync(database, Mail);

    private async Task StartNodeAsync(params string[] settings) => _nodes.Add(await StartServerAsync(
        [.. SettingsFor(Mail), "--Sync:MaxConcurrentAccountsPerHost=20", "--Logging:LogLevel:Services83.EMail.Sync=Debug", .. settings]));
}
