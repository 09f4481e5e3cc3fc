using System.Data.Common;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Services83.EMail.Storage;

/// <summary>
/// Prepares the storage, and refuses a database and keys that do not belong together before they are used: otherwise an emptied database
/// would be created again silently, and wrong keys would cause failed logins hours later.
/// </summary>
internal sealed partial class StorageStart(
    IDatabase database, SecretProtector protector, IOptions<StorageOptions> options, IOptions<KeyManagementOptions> keys, TimeProvider time, ILogger<StorageStart> logger)
{
    private readonly StorageOptions _options = options.Value;

    /// <summary>Migrates the schema and checks the keys. Of several nodes that start at once, one does the work, so that all have the keys
    /// that it creates.</summary>
    /// <exception cref="StorageException">The database is missing but its keys exist, the keys are not those of the database, or an
    /// unfinished move is in it.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await RefuseLostDatabaseAsync(cancellationToken);
        await database.MigrateAsync(cancellationToken);
        await using var turn = await database.LockStartAsync(cancellationToken);
        await RefuseUnfinishedMoveAsync(cancellationToken);
        var proof = await KeyProof.ReadAsync(database, cancellationToken);
        if (_options.KeysAreInDatabase)
        {
            await TakeOverKeyFilesAsync(proof, cancellationToken);
        }

        if (proof is null)
        {
            await KeyProof.SaveAsync(database, protector, cancellationToken);
            return;
        }

        RequireKeys();
        protector.Unprotect(KeyProof.Purpose, proof);
    }

    private async Task RefuseLostDatabaseAsync(CancellationToken cancellationToken)
    {
        if (KeyProof.FilesIn(_options.KeyFolderPath).Count > 0 && await database.IsEmptyAsync(cancellationToken))
        {
            throw new StorageException(
                $"The database {database.Name} is missing or empty, but '{Path.GetFullPath(_options.KeyFolderPath)}' holds the keys that it was encrypted with. " +
                "Restore the database from its backup. To start with an empty one, move the key folder away.",
                isTransient: false);
        }
    }

    private async Task RefuseUnfinishedMoveAsync(CancellationToken cancellationToken)
    {
        if (await database.FirstOrDefaultAsync<DateTimeOffset?>("SELECT started_at FROM data_move", new { }, cancellationToken) is { } since)
        {
            throw new StorageException(
                $"The database {database.Name} holds a part of a move that began at {since.UtcDateTime:yyyy-MM-dd HH:mm:ss} (UTC). " +
                "Run migrate-data again until it ends well.",
                isTransient: false);
        }
    }

    /// <summary>Before the keys were in the database, they were in the folder. All of them are stored at once, or none.</summary>
    private async Task TakeOverKeyFilesAsync(string? proof, CancellationToken cancellationToken)
    {
        var files = KeyProof.FilesIn(_options.KeyFolderPath);
        if (files.Count == 0 || keys.Value.XmlRepository!.GetAllElements().Count > 0)
        {
            return;
        }

        if (proof is not null && !KeyProof.IsDecryptedBy(new DirectoryInfo(_options.KeyFolderPath), proof))
        {
            throw SecretProtector.WrongKeys($"the folder '{Path.GetFullPath(_options.KeyFolderPath)}'", null);
        }

        await database.WriteAsync((transaction, token) => StoreKeyFilesAsync(transaction, files, time.GetUtcNow(), token), cancellationToken);
        LogKeysTakenOver(files.Count, Path.GetFullPath(_options.KeyFolderPath), database.Name);
    }

    /// <summary>Stores the keys of the files in the database of the transaction.</summary>
    internal static async Task<int> StoreKeyFilesAsync(
        DbTransaction transaction, IEnumerable<FileInfo> files, DateTimeOffset now, CancellationToken cancellationToken) => await transaction.ExecuteManyAsync(
            "INSERT INTO data_protection_key (name, xml, created_at) VALUES (@name, @xml, @now) ON CONFLICT DO NOTHING",
            files.Select(file => new
            {
                name = Path.GetFileNameWithoutExtension(file.Name),
                xml = XElement.Load(file.FullName).ToString(SaveOptions.DisableFormatting),
                now,
            }).ToArray(),
            cancellationToken);

    /// <summary>Without any key the framework would create one, which decrypts nothing of what is stored.</summary>
    private void RequireKeys()
    {
        if (keys.Value.XmlRepository!.GetAllElements().Count == 0)
        {
            throw SecretProtector.WrongKeys(_options.KeyPlace, null);
        }
    }

    [LoggerMessage(310, LogLevel.Information, "{Count} encryption keys of the folder {Folder} are now in the database {Database}; the folder is no longer used, keep it as a backup or delete it")]
    private partial void LogKeysTakenOver(int count, string folder, string database);
}
