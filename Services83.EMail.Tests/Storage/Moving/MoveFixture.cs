using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Moving;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Storage.Moving;

/// <summary>An SQLite database in which every table has rows, and an empty PostgreSQL database.</summary>
[Category(Tier.Servers)]
[CancelAfter(120_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class MoveFixture : IDisposable
{
    private const string HeldLocks =
        "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))";

    private readonly TestDatabase _target = new(provider: StorageProvider.PostgreSql, migrated: true);
    private readonly string _folder = Directory.CreateTempSubdirectory("services83-move-").FullName;

    protected static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    /// <summary>Settings of the command: the data folder of the source, the connection string of the target.</summary>
    internal StorageOptions Settings => new() { DataFolder = _folder, Provider = StorageProvider.PostgreSql, ConnectionString = _target.Options.ConnectionString };

    protected IDatabase Target => _target.Database;

    public void Dispose()
    {
        _target.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [SetUp]
    public async Task StartOnSqlite()
    {
        await using var services = Build(StorageProvider.Sqlite);
        await services.GetRequiredService<StorageStart>().RunAsync(Deadline);
    }

    /// <summary>Fills all tables of the source.</summary>
    private protected async Task<IReadOnlyList<TableShape>> FillAsync()
    {
        IReadOnlyList<TableShape> tables;
        await using (var target = await MoveTarget.OpenAsync(Settings, TimeProvider.System, Deadline))
        {
            using var source = OpenSource();
            tables = target.Tables;
            new FilledDatabase(source).Fill(tables);
        }

        // The server notices a little later that the connection is gone, and only then another move may begin.
        await using var connection = await OpenTargetAsync();
        await Polling.UntilAsync(async () => !await connection.QuerySingleAsync<bool>(HeldLocks), Deadline);
        return tables;
    }

    private protected SqliteConnection OpenSource()
    {
        var source = new SqliteConnection($"Data Source={Settings.DatabaseFile};Pooling=False");
        source.Open();
        return source;
    }

    private protected void ChangeSource(string sql)
    {
        using var source = OpenSource();
        source.Execute(sql);
    }

    private protected async Task<NpgsqlConnection> OpenTargetAsync()
    {
        var connection = new NpgsqlConnection($"{Settings.ConnectionString};Pooling=False");
        await connection.OpenAsync(Deadline);
        return connection;
    }

    /// <summary>Changes the target as somebody else would.</summary>
    private protected async Task ChangeTargetAsync(string sql)
    {
        await using var connection = await OpenTargetAsync();
        await connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: Deadline));
    }

    private protected async Task<IReadOnlyList<MovedTable>> MoveAsync(
        Action<MoveProgress>? report = null, StorageOptions? settings = null, int batchRows = 2, CancellationToken? cancellationToken = null)
    {
        settings ??= Settings;
        await using var source = await MoveSource.OpenAsync(settings, Deadline);
        await using var target = await MoveTarget.OpenAsync(settings, TimeProvider.System, Deadline);
        var keys = settings.KeysAreInDatabase ? KeyProof.FilesIn(settings.KeyFolderPath) : [];
        return await new DataMove(source, target, keys, report ?? (_ => { })) { BatchRows = batchRows }.RunAsync(cancellationToken ?? Deadline);
    }

    private protected async Task StartOnPostgreSqlAsync()
    {
        await using var services = Build(StorageProvider.PostgreSql);
        await services.GetRequiredService<StorageStart>().RunAsync(Deadline);
    }

    private protected ServiceProvider Build(StorageProvider provider)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Storage:Provider", $"{provider}"), new("Storage:ConnectionString", Settings.ConnectionString), new("Storage:DataFolder", _folder),
        ]).Build();
        return new ServiceCollection().AddLogging().AddStorage(settings).BuildServiceProvider();
    }
}
