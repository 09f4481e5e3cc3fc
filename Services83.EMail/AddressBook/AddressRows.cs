using System.Data.Common;
using Services83.EMail.Storage;

namespace Services83.EMail.AddressBook;

/// <summary>Writes the e-mail addresses of persons and contacts in one transaction. An address that stays keeps its id.</summary>
internal sealed class AddressRows(DbTransaction transaction) : IAsyncDisposable
{
    private const string SameOwner = "(person_id = @person OR contact_id = @contact)";

    private readonly PreparedStatement _markOld = new(
        transaction, $"UPDATE email_address SET rank = -1 WHERE {SameOwner}", "@person", "@contact");

    private readonly PreparedStatement _keep = new(
        transaction,
        $"""
         UPDATE email_address SET address = @address, description = @description, rank = @rank
         WHERE {SameOwner} AND address_key = @key
         """,
        "@person", "@contact", "@address", "@description", "@rank", "@key");

    private readonly PreparedStatement _insert = new(
        transaction,
        """
        INSERT INTO email_address (person_id, contact_id, address, address_key, description, rank)
        VALUES (@person, @contact, @address, @key, @description, @rank)
        """,
        "@person", "@contact", "@address", "@key", "@description", "@rank");

    private readonly PreparedStatement _dropOld = new(
        transaction, $"DELETE FROM email_address WHERE {SameOwner} AND rank = -1", "@person", "@contact");

    /// <summary>Replaces the addresses of a person or of a contact by these; the other id is null.</summary>
    public async Task SaveAsync(
        long? personId, long? contactId, IReadOnlyList<LabelledAddress> addresses, CancellationToken cancellationToken)
    {
        var known = await _markOld.ExecuteAsync(cancellationToken, personId, contactId) > 0;
        foreach (var (rank, address) in addresses.DistinctBy(address => AddressKey.Of(address.Address)).Index())
        {
            var key = AddressKey.Of(address.Address);
            if (!known
                || await _keep.ExecuteAsync(cancellationToken, personId, contactId, address.Address, address.Description, rank, key) == 0)
            {
                await _insert.ExecuteAsync(cancellationToken, personId, contactId, address.Address, key, address.Description, rank);
            }
        }

        if (known)
        {
            await _dropOld.ExecuteAsync(cancellationToken, personId, contactId);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var statement in (PreparedStatement[])[_markOld, _keep, _insert, _dropOld])
        {
            await statement.DisposeAsync();
        }
    }
}
