using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Services83.EMail.Storage;

/// <summary>A stored secret that only the right keys decrypt: it shows whether a database and keys belong together.</summary>
internal static class KeyProof
{
    /// <summary>The name of the program to Data Protection: a secret of one program cannot be decrypted by another with the same keys.</summary>
    public const string Application = "Services83.EMail";

    public const string Purpose = "key proof";

    /// <summary>The stored proof; null before the first start.</summary>
    public static Task<string?> ReadAsync(IDatabase database, CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<string>("SELECT secret FROM key_proof", new { }, cancellationToken);

    /// <summary>If several processes start at once, the value of the first one stays.</summary>
    public static Task SaveAsync(IDatabase database, SecretProtector protector, CancellationToken cancellationToken) => database.ExecuteAsync(
        "INSERT INTO key_proof (key_proof_id, secret) VALUES (1, @secret) ON CONFLICT DO NOTHING",
        new { secret = protector.Protect(Purpose, Application) },
        cancellationToken);

    /// <summary>Whether the keys of the folder decrypt it. Creates no key.</summary>
    public static bool IsDecryptedBy(DirectoryInfo keys, string proof)
    {
        try
        {
            DataProtectionProvider.Create(keys, setup => setup.SetApplicationName(Application).DisableAutomaticKeyGeneration())
                .CreateProtector(Purpose).Unprotect(proof);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>The files of the keys in a folder; none if it does not exist.</summary>
    public static IReadOnlyList<FileInfo> FilesIn(string folder) =>
        new DirectoryInfo(folder) is { Exists: true } keys ? [.. keys.EnumerateFiles("*.xml").OrderBy(file => file.Name, StringComparer.Ordinal)] : [];
}
