using System.Data.Common;
using Services83.EMail.Storage;

namespace Services83.EMail.AddressBook;

/// <summary>Writes persons, without their e-mail addresses, in one transaction.</summary>
internal sealed class PersonRows(DbTransaction transaction, long now) : IAsyncDisposable
{
    private readonly PreparedStatement _findById = new(transaction, "SELECT person_id FROM person WHERE external_id = @id", "@id");

    /// <summary>A person with another id in its file is a different person.</summary>
    private readonly PreparedStatement _findByAddress = new(
        transaction,
        $"""
         SELECT p.person_id FROM email_address e JOIN person p ON p.person_id = e.person_id
         WHERE e.address_key = @address AND {SameName} ORDER BY p.person_id LIMIT 1
         """,
        "@address", "@name", "@contact", "@id");

    private readonly PreparedStatement _findWithoutAddress = new(
        transaction,
        $"""
         SELECT p.person_id FROM person p
         WHERE {SameName} AND NOT EXISTS (SELECT 1 FROM email_address e WHERE e.person_id = p.person_id) ORDER BY p.person_id LIMIT 1
         """,
        "@name", "@contact", "@id");

    private readonly PreparedStatement _insert = new(
        transaction,
        """
        INSERT INTO person (external_id, contact_id, full_name, name_key, short_key, first_name, middle_name, last_name, prefix, suffix,
                            title, position, note, birth_date, street, postal_code, city, region, country, created_at, updated_at)
        VALUES (@id, @contact, @fullName, @nameKey, @shortKey, @firstName, @middleName, @lastName, @prefix, @suffix,
                @title, @position, @note, @birthDate, @street, @postalCode, @city, @region, @country, @now, @now)
        RETURNING person_id
        """,
        Parameters);

    private readonly PreparedStatement _update = new(
        transaction,
        """
        UPDATE person
        SET external_id = COALESCE(@id, external_id), contact_id = @contact, full_name = @fullName, name_key = @nameKey,
            short_key = @shortKey, first_name = @firstName, middle_name = @middleName, last_name = @lastName, prefix = @prefix,
            suffix = @suffix, title = @title, position = @position, note = @note, birth_date = @birthDate, street = @street,
            postal_code = @postalCode, city = @city, region = @region, country = @country, updated_at = @now
        WHERE person_id = @personId
        """,
        [.. Parameters, "@personId"]);

    private readonly PreparedStatement _dropDetails = new(transaction, "DELETE FROM person_detail WHERE person_id = @personId", "@personId");

    private readonly PreparedStatement _insertDetail = new(
        transaction,
        "INSERT INTO person_detail (person_id, kind, rank, value, description) VALUES (@personId, @kind, @rank, @value, @description)",
        "@personId", "@kind", "@rank", "@value", "@description");

    private const string SameName =
        "p.name_key = @name AND COALESCE(p.contact_id, 0) = @contact AND (p.external_id IS NULL OR CAST(@id AS TEXT) IS NULL)";

    private static string[] Parameters { get; } =
    [
        "@id", "@contact", "@fullName", "@nameKey", "@shortKey", "@firstName", "@middleName", "@lastName", "@prefix", "@suffix",
        "@title", "@position", "@note", "@birthDate", "@street", "@postalCode", "@city", "@region", "@country", "@now",
    ];

    public async Task<SavedEntry> SaveAsync(AddressBookEntry entry, long? contactId, CancellationToken cancellationToken)
    {
        var known = await FindAsync(entry, contactId ?? 0, cancellationToken);
        if (known is null)
        {
            var id = (long)(await _insert.ScalarAsync(cancellationToken, Row(entry, contactId)))!;
            await SaveDetailsAsync(id, entry.Details, cancellationToken);
            return new SavedEntry(true, id, null);
        }

        await _update.ExecuteAsync(cancellationToken, [.. Row(entry, contactId), known]);
        await _dropDetails.ExecuteAsync(cancellationToken, known);
        await SaveDetailsAsync(known.Value, entry.Details, cancellationToken);
        return new SavedEntry(false, known, null);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var statement in (PreparedStatement[])
            [_findById, _findByAddress, _findWithoutAddress, _insert, _update, _dropDetails, _insertDetail])
        {
            await statement.DisposeAsync();
        }
    }

    private async Task<long?> FindAsync(AddressBookEntry entry, long contactId, CancellationToken cancellationToken)
    {
        if (entry.Id is not null && await _findById.ScalarAsync(cancellationToken, entry.Id) is { } byId)
        {
            return (long)byId;
        }

        var name = PersonName.Key(entry.FullName);
        foreach (var address in entry.Addresses)
        {
            if (await _findByAddress.ScalarAsync(cancellationToken, AddressKey.Of(address.Address), name, contactId, entry.Id) is { } found)
            {
                return (long)found;
            }
        }

        return entry.Addresses.Count > 0 ? null : (long?)await _findWithoutAddress.ScalarAsync(cancellationToken, name, contactId, entry.Id);
    }

    private async Task SaveDetailsAsync(long personId, IReadOnlyList<PersonDetail> details, CancellationToken cancellationToken)
    {
        for (var rank = 0; rank < details.Count; rank++)
        {
            var detail = details[rank];
            await _insertDetail.ExecuteAsync(cancellationToken, personId, (int)detail.Kind, rank, detail.Value, detail.Description);
        }
    }

    private object?[] Row(AddressBookEntry entry, long? contactId) =>
    [
        entry.Id, contactId, entry.FullName, PersonName.Key(entry.FullName), ShortKey(entry), entry.FirstName, entry.MiddleName,
        entry.LastName, entry.Prefix, entry.Suffix, entry.Title, entry.Position, entry.Note, entry.BirthDate,
        entry.Postal.Street, entry.Postal.PostalCode, entry.Postal.City, entry.Postal.Region, entry.Postal.Country, now,
    ];

    private static string ShortKey(AddressBookEntry entry) => entry is { FirstName.Length: > 0, LastName.Length: > 0 }
        ? PersonName.Key($"{entry.FirstName.Split(' ')[0]} {entry.LastName}")
        : PersonName.ShortKey(entry.FullName);
}
