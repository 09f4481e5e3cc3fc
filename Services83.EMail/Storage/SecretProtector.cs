using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Services83.EMail.Storage;

/// <summary>
/// Encrypts secrets that have to be readable again, such as passwords of mail servers.
/// A secret that was protected for one purpose cannot be opened for another.
/// </summary>
public sealed class SecretProtector
{
    private readonly IDataProtectionProvider _provider;
    private readonly string _keyFolder;

    public SecretProtector(IDataProtectionProvider provider, IOptions<StorageOptions> options)
    {
        _provider = provider;
        _keyFolder = options.Value.KeyFolder;
        // Before the framework makes it, with the rights of any folder.
        PrivateFolder.Create(_keyFolder);
    }

    public string Protect(string purpose, string secret) => _provider.CreateProtector(purpose).Protect(secret);

    /// <exception cref="StorageException">The keys that it was protected with are not here any more.</exception>
    public string Unprotect(string purpose, string protectedSecret)
    {
        try
        {
            return _provider.CreateProtector(purpose).Unprotect(protectedSecret);
        }
        catch (CryptographicException e)
        {
            throw new StorageException(
                $"A stored secret cannot be decrypted with the keys in '{_keyFolder}'. " +
                "Restore that folder from the backup that belongs to the database, or save the secret again.",
                isTransient: false,
                e);
        }
    }
}
