using Microsoft.Extensions.Options;

namespace Services83.EMail.Storage;

/// <summary>
/// Prepares the storage, and refuses a database and keys that do not belong together before they are used: otherwise an emptied database
/// would be created again silently, and wrong keys would cause failed logins hours later.
/// </summary>
internal sealed class StorageStart(IDatabase database, SecretProtector protector, IOptions<StorageOptions> options)
{
    private const string Purpose = "key proof";

    private readonly StorageOptions _options = options.Value;

    /// <summary>Migrates the schema and checks the keys.</summary>
    /// <exception cref="StorageException">The database is missing but its keys exist, or the keys are not those of the
    /// database.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await RefuseLostDatabaseAsync(cancellationToken);
        await database.MigrateAsync(cancellationToken);
        if (await database.FirstOrDefaultAsync<string>("SELECT secret FROM key_proof", new { }, cancellationToken) is { } proof)
        {
            protector.Unprotect(Purpose, proof);
        }
        else
        {
            await SaveProofAsync(cancellationToken);
        }
    }

    private async Task RefuseLostDatabaseAsync(CancellationToken cancellationToken)
    {
        var keys = new DirectoryInfo(_options.KeyFolder);
        if (keys.Exists && keys.EnumerateFiles("*.xml").Any() && await database.IsEmptyAsync(cancellationToken))
        {
            throw new StorageException(
                $"The database {database.Name} is missing or empty, but '{keys.FullName}' holds the keys that it was encrypted with. " +
                "Restore the database from its backup. To start with an empty one, move the key folder away.",
                isTransient: false);
        }
    }

    /// <summary>If several processes start at once, the value of the first one stays.</summary>
    private Task SaveProofAsync(CancellationToken cancellationToken) => database.ExecuteAsync(
        "INSERT INTO key_proof (key_proof_id, secret) VALUES (1, @secret) ON CONFLICT DO NOTHING",
        new { secret = protector.Protect(Purpose, "Services83.EMail") },
        cancellationToken);
}
