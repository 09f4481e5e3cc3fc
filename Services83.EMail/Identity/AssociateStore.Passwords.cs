using Microsoft.AspNetCore.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Identity;

// The hashes of the passwords.
public sealed partial class AssociateStore
{
    /// <summary>Sets a new password and ends all tickets of the associate.</summary>
    /// <exception cref="EntityNotFoundException">There is no such associate.</exception>
    public async Task SetPasswordAsync(int associateId, string password, CancellationToken cancellationToken)
    {
        var associate = await RequireAsync(associateId, cancellationToken);
        await ChangeAsync(associateId, "password_hash = @Value", hasher.HashPassword(associate, password), cancellationToken);
    }

    /// <summary>
    /// Whether this is the associate's password. Takes as long for null and for an associate without a password, so that the time does not
    /// reveal which names exist.
    /// </summary>
    public async Task<bool> VerifyPasswordAsync(StoredAssociate? associate, string password, CancellationToken cancellationToken)
    {
        var hash = associate is null ? null : await ReadHashAsync(associate.AssociateId, cancellationToken);
        if (associate is null || hash is null)
        {
            _ = hasher.HashPassword(new StoredAssociate(), password);
            return false;
        }

        var result = hasher.VerifyHashedPassword(associate, hash, password);
        if (result == PasswordVerificationResult.SuccessRehashNeeded)
        {
            // Hashed before the transaction begins: hashing is slow, and there is one writer at a time.
            var renewed = hasher.HashPassword(associate, password);
            await database.WriteAsync(
                (transaction, token) => UpdateAsync(transaction, associate.AssociateId, "password_hash = @Value", renewed, token), cancellationToken);
        }

        return result != PasswordVerificationResult.Failed;
    }

    /// <summary>Not a member of <see cref="StoredAssociate"/>, so that it cannot get into logs and replies.</summary>
    private Task<string?> ReadHashAsync(int associateId, CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<string>("SELECT password_hash FROM associate WHERE associate_id = @Id", new { Id = associateId }, cancellationToken);
}
