using System.Security.Cryptography;
using System.Text;
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

    /// <summary>Settings for a program on that data folder.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> SettingsFor(string dataFolder) => Provider == StorageProvider.Sqlite
        ? [new("Storage:DataFolder", dataFolder)]
        :
        [
            new("Storage:DataFolder", dataFolder), new("Storage:Provider", $"{Provider}"),
            new("Storage:ConnectionString", PostgreSqlServer.ConnectionStringFor(NameOf(dataFolder))),
        ];

    /// <summary>What the settings say.</summary>
    public static StorageOptions OptionsFor(string dataFolder, StorageProvider? provider = null) => new()
    {
        DataFolder = dataFolder,
        Provider = provider ?? Provider,
        ConnectionString = (provider ?? Provider) == StorageProvider.Sqlite ? "" : PostgreSqlServer.ConnectionStringFor(NameOf(dataFolder)),
    };

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

    private static string NameOf(string dataFolder) =>
        $"t{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(dataFolder))))[..30]}";
}
