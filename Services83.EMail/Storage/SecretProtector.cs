using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Services83.EMail.Storage;

/// <summary>
/// Encrypts secrets that must be readable again, such as passwords of mail servers. A secret that was protected for one purpose cannot be
/// decrypted for another.
/// </summary>
public sealed class SecretProtector(IDataProtectionProvider provider, IOptions<StorageOptions> options)
{
    /// <exception cref="StorageException">The keys cannot be read.</exception>
    public string Protect(string purpose, string secret)
    {
        try
        {
            return provider.CreateProtector(purpose).Protect(secret);
        }
        catch (CryptographicException exception) when (exception.InnerException is StorageException unread)
        {
            throw new StorageException(unread.Message, unread.IsTransient, exception) { Summary = unread.Summary };
        }
    }

    /// <exception cref="StorageException">The keys that it was protected with do not exist any more, or cannot be read.</exception>
    public string Unprotect(string purpose, string protectedSecret)
    {
        try
        {
            return provider.CreateProtector(purpose).Unprotect(protectedSecret);
        }
        catch (CryptographicException exception) when (exception.InnerException is StorageException unread)
        {
            throw new StorageException(unread.Message, unread.IsTransient, exception) { Summary = unread.Summary };
        }
        catch (CryptographicException exception)
        {
            throw WrongKeys(options.Value.KeyPlace, exception);
        }
    }

    /// <summary>The keys at this place are not those that a stored secret was protected with.</summary>
    internal static StorageException WrongKeys(string place, Exception? cause) => new(
        $"A stored secret cannot be decrypted with the keys in {place}. " +
        "Restore them from the backup that belongs to the database, or save the secret again.",
        isTransient: false,
        cause);
}
