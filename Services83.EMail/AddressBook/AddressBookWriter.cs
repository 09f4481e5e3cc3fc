using System.Data.Common;
using Services83.EMail.Storage;

namespace Services83.EMail.AddressBook;

/// <summary>How many persons and organisations were added, and how many were updated.</summary>
public readonly record struct ImportSummary(int Added, int Updated);

/// <summary>
/// Stores persons and organisations. An entry that is stored already is updated, not added again. It is found by the id that the file
/// gives; else a person by its name, organisation and one of its addresses, an organisation by its name and department. The stored row then
/// has exactly the values of the entry; ids, also those of addresses that stay, do not change.
/// </summary>
public sealed class AddressBookWriter(IDatabase database, TimeProvider time)
{
    /// <summary>Few enough that other writers of the database do not have to wait long.</summary>
    private const int EntriesPerTransaction = 500;

    /// <summary>Stores the entries in parts. If a part fails, the parts before it stay, and the same import may be repeated.</summary>
    public async Task<ImportSummary> ImportAsync(IEnumerable<AddressBookEntry> entries, CancellationToken cancellationToken)
    {
        var (added, all) = (0, 0);
        foreach (var chunk in entries.Chunk(EntriesPerTransaction))
        {
            added += await database.WriteAsync((transaction, token) => SaveAsync(transaction, chunk, token), cancellationToken);
            all += chunk.Length;
        }

        return new ImportSummary(added, all - added);
    }

    /// <summary>Deletes a person with its addresses. Its id is not used again.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeletePersonAsync(int personId, CancellationToken cancellationToken) =>
        await database.ExecuteAsync("DELETE FROM person WHERE person_id = @personId", new { personId }, cancellationToken) > 0;

    /// <summary>Deletes an organisation with its addresses; its persons stay, without an organisation.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteContactAsync(int contactId, CancellationToken cancellationToken) =>
        await database.ExecuteAsync("DELETE FROM contact WHERE contact_id = @contactId", new { contactId }, cancellationToken) > 0;

    private async Task<int> SaveAsync(DbTransaction transaction, IEnumerable<AddressBookEntry> entries, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await using var contacts = new ContactRows(transaction, now);
        await using var persons = new PersonRows(transaction, now);
        await using var addresses = new AddressRows(transaction);
        var added = 0;
        foreach (var entry in entries)
        {
            var (isNew, personId, contactId) = entry.IsOrganisation
                ? await contacts.SaveAsync(entry, cancellationToken)
                : await persons.SaveAsync(entry, await contacts.OfPersonAsync(entry, cancellationToken), cancellationToken);
            await addresses.SaveAsync(personId, contactId, entry.Addresses, cancellationToken);
            added += isNew ? 1 : 0;
        }

        return added;
    }
}

/// <summary>The stored row: a person or a contact; the other id is null.</summary>
internal readonly record struct SavedEntry(bool IsNew, long? PersonId, long? ContactId);
