using NUnit.Framework;
using Npgsql;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cluster.Faults;

/// <summary>Starts a process of the cluster.</summary>
/// <param name="environment">Variables of its environment.</param>
/// <param name="settings">Settings of its own.</param>
internal delegate Task<RunningServer> StartNode(IReadOnlyDictionary<string, string> environment, params string[] settings);

/// <summary>The time of a fault during which others may take over what a process does.</summary>
internal sealed record Fault(DateTimeOffset Start, DateTimeOffset End);

/// <summary>Three processes on one database, each with a connection of its own to it, and with clocks that are five minutes apart.</summary>
internal sealed class FaultyCluster(string connectionString, StartNode start) : IAsyncDisposable
{
    private const int Nodes = 3;

    private static readonly string[] Clocks = ["+0s", "+300s", "-300s"];

    private readonly RunningServer[] _nodes = new RunningServer[Nodes];
    private readonly List<TcpRelay> _relays = [];
    private readonly List<Fault> _takeovers = [];

    /// <summary>Where the processes listen, also after they were started again.</summary>
    public IReadOnlyList<int> Ports { get; } = LocalProgram.FreePorts(Nodes);

    public IReadOnlyList<RunningServer> Servers => _nodes;

    /// <summary>The faults after which a process that goes on may find that others do its work.</summary>
    public IReadOnlyList<Fault> Takeovers => _takeovers;

    public async Task StartAsync()
    {
        for (var i = 0; i < Nodes; i++)
        {
            _relays.Add(new TcpRelay(new NpgsqlConnectionStringBuilder(connectionString).Port));
            await StartAsync(i);
        }
    }

    /// <summary>One fault, and its end.</summary>
    /// <param name="random">Chooses.</param>
    /// <param name="longest">Seconds that a process is stopped, or cut off from the database, at most.</param>
    /// <param name="isAlone">Whether no other test uses the database server.</param>
    public async Task FailAsync(Random random, int longest, bool isAlone, CancellationToken cancellationToken)
    {
        var victim = random.Next(Nodes);
        var kind = (Kind)random.Next(isAlone ? 6 : 5);
        var duration = TimeSpan.FromSeconds(random.Next(5, longest));
        await TestContext.Out.WriteLineAsync($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {kind}, process {victim}, {duration.TotalSeconds} s");
        switch (kind)
        {
            case Kind.Kill:
                await _nodes[victim].Process.KillAsync();
                await StartAsync(victim);
                break;
            case Kind.Terminate:
                _nodes[victim].Process.Terminate();
                await _nodes[victim].Process.WaitForExitAsync(cancellationToken);
                await StartAsync(victim);
                break;
            case Kind.Stop:
                await LastAsync(() => _nodes[victim].Process.Stop(), () => _nodes[victim].Process.Continue(), duration, cancellationToken);
                break;
            case Kind.Cut:
                await LastAsync(_relays[victim].Cut, _relays[victim].Mend, duration, cancellationToken);
                break;
            case Kind.EndSessions:
                await PostgreSqlServer.EndSessionsAsync(connectionString, cancellationToken);
                break;
            case Kind.CrashDatabase:
                await LastAsync(() => PostgreSqlServer.Crash(connectionString), () => { }, TimeSpan.Zero, cancellationToken);
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays)
        {
            await relay.DisposeAsync();
        }
    }

    private async Task StartAsync(int index)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString) { Port = _relays[index].Port };
        var environment = new Dictionary<string, string> { ["LD_PRELOAD"] = Requires.FakeTime(), ["FAKETIME"] = Clocks[index] };
        _nodes[index] = await start(environment, $"--Storage:ConnectionString={target.ConnectionString}", $"--urls=http://127.0.0.1:{Ports[index]}");
    }

    private async Task LastAsync(Action begin, Action end, TimeSpan duration, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetUtcNow();
        begin();
        await Task.Delay(duration, cancellationToken);
        end();
        _takeovers.Add(new Fault(since, TimeProvider.System.GetUtcNow()));
    }

    private enum Kind
    {
        Kill,
        Terminate,
        Stop,
        Cut,
        EndSessions,
        CrashDatabase,
    }
}
