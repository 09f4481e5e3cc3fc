using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.PostgreSql;
using Services83.EMail.Storage.Sqlite;

namespace Services83.EMail.Tests.Support;

/// <summary>
/// Where the data of tests is: in SQLite, or in PostgreSQL when the environment says <c>TEST_DATABASE=PostgreSql</c>. Every data folder has a
/// database of its own there too.
/// </summary>
internal static class TestStorage
{
    public static StorageProvider Provider { get; } = Enum.Parse<StorageProvider>(
        Environment.GetEnvironmentVariable("TEST_DATABASE") is { Length: > 0 } name ? name : nameof(StorageProvider.Sqlite), ignoreCase: true);

    /// <summary>An SQLite file with the tables of the program; migrating takes many times as long as a copy.</summary>
    private static readonly Lazy<byte[]> Migrated = new(Migrate);

    /// <summary>Places a database with the tables of the program, and nothing else, in a new data folder.</summary>
    public static void Prepare(string dataFolder)
    {
        // The settings make the one of PostgreSQL.
        if (Provider == StorageProvider.Sqlite)
        {
            var file = OptionsFor(dataFolder).DatabaseFile;
            PrivateFolder.CreateFile(file);
            File.WriteAllBytes(file, Migrated.Value);
        }
    }

    /// <summary>Skips the test where the data is elsewhere.</summary>
    public static void RequireSqlite(string reason)
    {
        if (Provider != StorageProvider.Sqlite)
        {
            Assert.Ignore(reason);
        }
    }

    /// <summary>Settings for a program on that data folder.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> SettingsFor(string dataFolder, StorageProvider? provider = null) =>
        [new("Storage:DataFolder", dataFolder), .. ServerSettingsFor(dataFolder, provider)];

    /// <summary>Those that a program needs beside the data folder.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> ServerSettingsFor(string dataFolder, StorageProvider? provider = null) =>
        (provider ?? Provider) == StorageProvider.Sqlite
        ? []
        :
        [
            new("Storage:Provider", $"{provider ?? Provider}"),
            new("Storage:ConnectionString", PostgreSqlServer.ConnectionStringFor(NameOf(dataFolder), migrated: true)),
        ];

    /// <summary>What the settings say.</summary>
    public static StorageOptions OptionsFor(string dataFolder, StorageProvider? provider = null, bool migrated = true) => new()
    {
        DataFolder = dataFolder,
        Provider = provider ?? Provider,
        ConnectionString = (provider ?? Provider) == StorageProvider.Sqlite ? "" : PostgreSqlServer.ConnectionStringFor(NameOf(dataFolder), migrated),
    };

    /// <summary>The same as arguments of the command line.</summary>
    public static string[] ArgumentsFor(string dataFolder, StorageProvider? provider = null) =>
        [.. SettingsFor(dataFolder, provider).Select(setting => $"--{setting.Key}={setting.Value}")];

    /// <summary>The statement that has writes fail from now on.</summary>
    /// <param name="name">Of the rule, for <see cref="Allow"/>.</param>
    /// <param name="what">Such as <c>INSERT ON content</c>.</param>
    /// <param name="message">What the error says.</param>
    /// <param name="when">A condition on NEW and OLD; null for all rows.</param>
    public static string Refuse(string name, string what, string message, string? when = null)
    {
        var condition = when is null ? "" : $"WHEN ({when})";
        return Provider == StorageProvider.Sqlite
            ? $"CREATE TRIGGER {name} BEFORE {what} {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            : $"""
              CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{message}'; END $$;
              CREATE TRIGGER {name} BEFORE {what} FOR EACH ROW {condition} EXECUTE FUNCTION {name}()
              """;
    }

    /// <summary>The statement that ends a <see cref="Refuse"/>.</summary>
    public static string Allow(string name) => Provider == StorageProvider.Sqlite ? $"DROP TRIGGER {name}" : $"DROP FUNCTION {name} CASCADE";

    /// <summary>The statement that keeps everybody else from writing until <c>ROLLBACK</c>.</summary>
    public static string LockWrites => Provider == StorageProvider.Sqlite ? "BEGIN IMMEDIATE" : "BEGIN; LOCK TABLE schema_version IN EXCLUSIVE MODE";

    /// <summary>A connection that knows nothing of the program.</summary>
    public static DbConnection Connect(StorageOptions options) => options.Provider == StorageProvider.Sqlite
        ? new SqliteConnection($"Data Source={options.DatabaseFile};Pooling=False")
        : new NpgsqlConnection($"{options.ConnectionString};Pooling=False");

    public static IDatabase Open(StorageOptions options, TimeProvider time)
    {
        var wrapped = Microsoft.Extensions.Options.Options.Create(options);
        return options.Provider == StorageProvider.Sqlite ? new SqliteDatabase(wrapped, time) : new PostgreSqlDatabase(wrapped, time);
    }

    /// <summary>Removes the folder with all that is in it, and its database.</summary>
    public static void Delete(string dataFolder, StorageProvider? provider = null)
    {
        if ((provider ?? Provider) == StorageProvider.PostgreSql)
        {
            PostgreSqlServer.Drop(NameOf(dataFolder));
        }

        if (Directory.Exists(dataFolder))
        {
            Directory.Delete(dataFolder, recursive: true);
        }
    }

    private static byte[] Migrate()
    {
        var folder = Directory.CreateTempSubdirectory("services83-template-").FullName;
        try
        {
            var options = OptionsFor(folder);
            using (var database = new SqliteDatabase(Microsoft.Extensions.Options.Options.Create(options), TimeProvider.System))
            {
                database.MigrateAsync(CancellationToken.None).GetAwaiter().GetResult();
            }

            return File.ReadAllBytes(options.DatabaseFile);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string NameOf(string dataFolder) =>
        $"t{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(dataFolder))))[..30]}";
}
