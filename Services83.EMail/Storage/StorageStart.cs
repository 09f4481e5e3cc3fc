using Microsoft.Extensions.Options;

namespace Services83.EMail.Storage;

/// <summary>
/// Makes the storage ready, and refuses a database and keys that do not belong together while nothing has been done with them yet:
/// otherwise an emptied database would be made anew in silence, and foreign keys would show as failed logins hours later.
/// </summary>
internal sealed class StorageStart(IDatabase database, SecretProtector protector, IOptions<StorageOptions> options)
{
    private const string Purpose = "key proof";

    private readonly StorageOptions _options = options.Value;

    /// <summary>Brings the schema up to date and checks the keys.</summary>
    /// <exception cref="StorageException">The database is lost while its keys are there, or the keys are not those of the database.</exception>
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

    /// <summary>Of several processes that start at once the first one's proof stays.</summary>
    private Task SaveProofAsync(CancellationToken cancellationToken) => database.ExecuteAsync(
        "INSERT INTO key_proof (key_proof_id, secret) VALUES (1, @secret) ON CONFLICT DO NOTHING",
        new { secret = protector.Protect(Purpose, "Services83.EMail") },
        cancellationToken);
}
