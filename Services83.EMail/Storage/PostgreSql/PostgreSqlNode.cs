using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Services83.EMail.Storage.PostgreSql;

/// <summary>
/// One of several processes on a PostgreSQL database. Its place and its tasks are advisory locks of a session of its own, so the server alone
/// decides who holds them, by its own clock: it ends the session, and with it the locks, when the process ends, when the network between
/// them breaks, and when the process has not asked for <see cref="LongestSilence"/>, because it was stopped or hangs.
/// </summary>
internal sealed class PostgreSqlNode : INode
{
    /// <summary>After this time without a question the server takes everything away from this process.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    /// <summary>Each side notices within seconds that the other one is gone.</summary>
    private const int Seconds = 5;

    // "S83n" in ASCII. Locks of nodes have two keys, this one and the node's id; locks of tasks have one.
    private const int NodeKey = 0x5338336E;

    private const int OldestServer = 15;

    private readonly string _connectionString;
    private readonly DatabaseClock _clock;
    private readonly bool _serves;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private NpgsqlConnection? _session;
    private CancellationTokenSource _lost = new();

    /// <param name="options">How to reach the database.</param>
    /// <param name="clock">Is set to the server's time.</param>
    /// <param name="serves">Whether this process serves the database; otherwise it is not among the processes that do.</param>
    public PostgreSqlNode(StorageOptions options, DatabaseClock clock, bool serves)
    {
        var settings = PostgreSqlSettings.Read(options.ConnectionString);
        settings.Timeout = Seconds;
        settings.CommandTimeout = Seconds;
        // It would answer for a process that hangs.
        settings.KeepAlive = 0;
        settings.Options = $"{settings.Options} -c tcp_keepalives_idle={Seconds} -c tcp_keepalives_interval={Seconds} -c tcp_keepalives_count=2".Trim();
        (_connectionString, Name, _clock, _serves) = (PostgreSqlSettings.ForSession(settings), PostgreSqlSettings.NameOf(settings), clock, serves);
    }

    /// <summary>0 before the first look.</summary>
    public int Id { get; private set; }

    public string Name { get; }

    public bool IsShared => true;

    public bool Holds(string task)
    {
        lock (_held)
        {
            return _held.Contains(task);
        }
    }

    public Task<NodeState> LookAsync(CancellationToken cancellationToken)
    {
        var before = _session;
        return AskAsync(session => Task.FromResult(session == before ? NodeState.Held : NodeState.TakenAgain), cancellationToken);
    }

    public Task<CancellationToken?> TryTakeAsync(string task, CancellationToken cancellationToken) => AskAsync<CancellationToken?>(
        async session =>
        {
            if (Holds(task) || await IsTrueAsync(session, $"SELECT pg_try_advisory_lock({KeyOf(task)})", cancellationToken))
            {
                lock (_held)
                {
                    _held.Add(task);
                    return _lost.Token;
                }
            }

            return null;
        },
        cancellationToken);

    public Task<IReadOnlyList<int>> AliveAsync(CancellationToken cancellationToken) => AskAsync<IReadOnlyList<int>>(
        async session =>
        {
            await using var command = new NpgsqlCommand(
                $"""
                SELECT objid::bigint::int FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
                WHERE locktype = 'advisory' AND datname = current_database() AND classid::bigint = {NodeKey} AND objsubid = 2 AND granted
                ORDER BY 1
                """,
                session);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var alive = new List<int>();
            while (await reader.ReadAsync(cancellationToken))
            {
                alive.Add(reader.GetInt32(0));
            }

            return alive;
        },
        cancellationToken);

    public void Dispose()
    {
        LeaveSession();
        _turn.Dispose();
    }

    /// <summary>Asks on the session, which is opened again when it is broken. One question at a time.</summary>
    private async Task<T> AskAsync<T>(Func<NpgsqlConnection, Task<T>> question, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_session is null || !await WorksAsync(_session, cancellationToken))
            {
                LeaveSession();
                _session = await OpenAsync(cancellationToken);
            }

            return await question(_session);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            // Nobody knows what the server holds for this process now. A new session has to find out.
            LeaveSession();
            if (exception is NpgsqlException error)
            {
                throw PostgreSqlErrors.Translate(error, Name);
            }

            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends the session. Whoever works on a task is told that it is lost.</summary>
    private void LeaveSession()
    {
        var lost = _lost;
        lock (_held)
        {
            _held.Clear();
            _lost = new CancellationTokenSource();
        }

        _session?.Dispose();
        _session = null;
        // Not disposed of: its token is in the hands of those who work.
        lost.Cancel();
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var session = new NpgsqlConnection(_connectionString);
        try
        {
            await session.OpenAsync(cancellationToken);
            if (session.PostgreSqlVersion.Major < OldestServer)
            {
                throw new StorageException($"The database {Name} is on PostgreSQL {session.PostgreSqlVersion}; {OldestServer} is needed.", isTransient: false);
            }

            await using var command = new NpgsqlCommand($"SET idle_session_timeout = {(int)LongestSilence.TotalMilliseconds}", session);
            await command.ExecuteNonQueryAsync(cancellationToken);
            // The old id, if the server still holds it for a session that is broken, belongs to a process that is about to be gone.
            while (_serves && (Id == 0 || !await IsTrueAsync(session, $"SELECT pg_try_advisory_lock({NodeKey}, {Id})", cancellationToken)))
            {
                Id = RandomNumberGenerator.GetInt32(1, int.MaxValue);
            }

            await WorksAsync(session, cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private async Task<bool> WorksAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT clock_timestamp()", session);
            var asked = _clock.GetTimestamp();
            _clock.Set((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!, asked);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task<bool> IsTrueAsync(NpgsqlConnection session, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, session);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>The same in every process of every version.</summary>
    private static long KeyOf(string task) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(task)));
}
