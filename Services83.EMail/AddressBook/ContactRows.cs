using System.Data.Common;
using Services83.EMail.Storage;

namespace Services83.EMail.AddressBook;

/// <summary>Writes organisations in one transaction.</summary>
internal sealed class ContactRows(DbTransaction transaction, long now) : IAsyncDisposable
{
    private readonly PreparedStatement _findById = new(transaction, "SELECT contact_id FROM contact WHERE external_id = @id", "@id");

    /// <summary>An organisation with another id in its file is a different organisation.</summary>
    private readonly PreparedStatement _findByName = new(
        transaction,
        """
        SELECT contact_id FROM contact
        WHERE name_key = @name AND department_key = @department AND (external_id IS NULL OR CAST(@id AS TEXT) IS NULL) ORDER BY contact_id LIMIT 1
        """,
        "@name", "@department", "@id");

    private readonly PreparedStatement _insert = new(
        transaction,
        """
        INSERT INTO contact (external_id, name, name_key, department, department_key, org_nr, phone, fax, url,
                             street, postal_code, city, region, country, created_at, updated_at)
        VALUES (@id, @name, @nameKey, @department, @departmentKey, @orgNr, @phone, @fax, @url,
                @street, @postalCode, @city, @region, @country, @now, @now)
        RETURNING contact_id
        """,
        Parameters);

    private readonly PreparedStatement _update = new(
        transaction,
        """
        UPDATE contact
        SET external_id = COALESCE(@id, external_id), name = @name, name_key = @nameKey, department = @department,
            department_key = @departmentKey, org_nr = @orgNr, phone = @phone, fax = @fax, url = @url,
            street = @street, postal_code = @postalCode, city = @city, region = @region, country = @country, updated_at = @now
        WHERE contact_id = @contactId
        """,
        [.. Parameters, "@contactId"]);

    private static string[] Parameters { get; } =
    [
        "@id", "@name", "@nameKey", "@department", "@departmentKey", "@orgNr", "@phone", "@fax", "@url",
        "@street", "@postalCode", "@city", "@region", "@country", "@now",
    ];

    /// <summary>Stores an organisation that has an entry of its own in the file.</summary>
    public async Task<SavedEntry> SaveAsync(AddressBookEntry entry, CancellationToken cancellationToken)
    {
        var known = entry.Id is null ? null : await _findById.ScalarAsync(cancellationToken, entry.Id);
        known ??= await FindByNameAsync(entry, entry.Id, cancellationToken);
        if (known is null)
        {
            return new SavedEntry(true, null, (long?)await _insert.ScalarAsync(cancellationToken, Row(entry)));
        }

        await _update.ExecuteAsync(cancellationToken, [.. Row(entry), known]);
        return new SavedEntry(false, null, (long)known);
    }

    /// <summary>The organisation that a person belongs to. If it is not stored yet, a row with only its name is added.</summary>
    public async Task<long?> OfPersonAsync(AddressBookEntry person, CancellationToken cancellationToken)
    {
        if (person.Organisation.Length == 0)
        {
            return null;
        }

        var named = new AddressBookEntry { IsOrganisation = true, Organisation = person.Organisation, Department = person.Department };
        return (long?)(await FindByNameAsync(named, null, cancellationToken) ?? await _insert.ScalarAsync(cancellationToken, Row(named)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var statement in (PreparedStatement[])[_findById, _findByName, _insert, _update])
        {
            await statement.DisposeAsync();
        }
    }

    private Task<object?> FindByNameAsync(AddressBookEntry entry, string? id, CancellationToken cancellationToken) =>
        _findByName.ScalarAsync(cancellationToken, NameKey.Of(entry.Organisation), NameKey.Of(entry.Department), id);

    private object?[] Row(AddressBookEntry entry) =>
    [
        entry.Id, entry.Organisation, NameKey.Of(entry.Organisation), entry.Department, NameKey.Of(entry.Department), entry.OrgNr,
        First(entry, DetailKind.OfficePhone, DetailKind.MobilePhone, DetailKind.OtherPhone), First(entry, DetailKind.Fax),
        First(entry, DetailKind.Url), entry.Postal.Street, entry.Postal.PostalCode, entry.Postal.City, entry.Postal.Region,
        entry.Postal.Country, now,
    ];

    private static string First(AddressBookEntry entry, params ReadOnlySpan<DetailKind> kinds)
    {
        foreach (var kind in kinds)
        {
            if (entry.Details.FirstOrDefault(detail => detail.Kind == kind) is { } found)
            {
                return found.Value;
            }
        }

        return "";
    }
}
