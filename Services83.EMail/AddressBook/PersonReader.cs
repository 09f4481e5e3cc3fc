using Services83.EMail.Storage;

namespace Services83.EMail.AddressBook;

/// <summary>Reads persons and contacts of the address book, always by an index.</summary>
public sealed class PersonReader(IDatabase database)
{
    /// <summary>Most persons, and most contacts, that are returned for a name.</summary>
    public const int MaxNameMatches = 100;

    /// <summary>The person with that id, with its numbers and addresses; null when there is none.</summary>
    public async Task<StoredPerson?> FindAsync(int personId, CancellationToken cancellationToken) =>
        await PersonsAsync("person_id = @personId", new { personId }, cancellationToken) is [var person] ? person : null;

    /// <summary>The persons with that address, by name, with their numbers and addresses.</summary>
    public Task<IReadOnlyList<StoredPerson>> PersonsByAddressAsync(string address, CancellationToken cancellationToken) => PersonsAsync(
        $"""
         person_id IN (SELECT person_id FROM email_address WHERE address_key = @key AND person_id IS NOT NULL
                       ORDER BY person_id LIMIT {AddressLookup.MaxMatches})
         """,
        new { key = KeyOrNull(AddressKey.Of(address)) }, cancellationToken);

    /// <summary>The contacts with that own address, by name.</summary>
    public Task<IReadOnlyList<StoredContact>> ContactsByAddressAsync(string address, CancellationToken cancellationToken) => ContactsAsync(
        $"""
         contact_id IN (SELECT contact_id FROM email_address WHERE address_key = @key AND contact_id IS NOT NULL
                        ORDER BY contact_id LIMIT {AddressLookup.MaxMatches})
         """,
        new { key = KeyOrNull(AddressKey.Of(address)) }, cancellationToken);

    /// <summary>
    /// The persons with that name: the same words in any order. One of the two names may lack the words between the first and the last.
    /// </summary>
    public Task<IReadOnlyList<StoredPerson>> PersonsByNameAsync(string name, CancellationToken cancellationToken) => PersonsAsync(
        $"""
         person_id IN (SELECT person_id FROM person WHERE name_key IN (@key, @shortKey) OR short_key = @key
                       ORDER BY person_id LIMIT {MaxNameMatches})
         """,
        new { key = KeyOrNull(PersonName.Key(name)), shortKey = KeyOrNull(PersonName.ShortKey(name)) }, cancellationToken);

    /// <summary>The contacts with that name, in any letter case.</summary>
    public Task<IReadOnlyList<StoredContact>> ContactsByNameAsync(string name, CancellationToken cancellationToken) => ContactsAsync(
        $"contact_id IN (SELECT contact_id FROM contact WHERE name_key = @key ORDER BY contact_id LIMIT {MaxNameMatches})",
        new { key = KeyOrNull(NameKey.Of(name)) }, cancellationToken);

    /// <summary>Persons, by name, whose name, organisation or address contains the text.</summary>
    /// <param name="text">Taken literally, in any letter case; null for all persons.</param>
    /// <param name="limit">Most persons to return.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public Task<IReadOnlyList<StoredPerson>> ListPersonsAsync(string? text, int limit, CancellationToken cancellationToken) => PersonsAsync(
        """
        person_id IN (
            SELECT p.person_id FROM person p LEFT JOIN contact c ON c.contact_id = p.contact_id
            WHERE @text IS NULL OR p.name_key LIKE @words ESCAPE '\' OR c.name_key LIKE @text ESCAPE '\' OR EXISTS (
                SELECT 1 FROM email_address e WHERE e.person_id = p.person_id AND e.address_key LIKE @lower ESCAPE '\')
            ORDER BY p.full_name, p.person_id LIMIT @limit)
        """,
        new
        {
            text = Pattern(text?.ToUpperInvariant()),
            words = Pattern(text is null ? [] : PersonName.Key(text).Split(' ')),
            lower = Pattern(text?.ToLowerInvariant()),
            limit,
        },
        cancellationToken);

    /// <summary>As <see cref="ListPersonsAsync"/>, of contacts.</summary>
    public Task<IReadOnlyList<StoredContact>> ListContactsAsync(string? text, int limit, CancellationToken cancellationToken) => ContactsAsync(
        """
        contact_id IN (
            SELECT c.contact_id FROM contact c
            WHERE @text IS NULL OR c.name_key LIKE @text ESCAPE '\' OR EXISTS (
                SELECT 1 FROM email_address e WHERE e.contact_id = c.contact_id AND e.address_key LIKE @lower ESCAPE '\')
            ORDER BY c.name, c.contact_id LIMIT @limit)
        """,
        new { text = Pattern(text?.ToUpperInvariant()), lower = Pattern(text?.ToLowerInvariant()), limit }, cancellationToken);

    /// <summary>A key that no row has, for a query that must find nothing.</summary>
    private static string? KeyOrNull(string key) => key.Length > 0 ? key : null;

    private static string? Pattern(string? text) => text is null ? null : Pattern([text]);

    /// <summary>A LIKE pattern: the pieces anywhere in a value, in this order. Wildcards of LIKE in the pieces are escaped.</summary>
    private static string Pattern(IEnumerable<string> pieces) => $"%{string.Join('%', pieces.Select(Escape))}%";

    private static string Escape(string piece) => piece.Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    private async Task<IReadOnlyList<StoredPerson>> PersonsAsync(string condition, object arguments, CancellationToken cancellationToken)
    {
        var persons = await database.QueryAsync<StoredPerson>(
            $"SELECT * FROM person WHERE {condition} ORDER BY full_name, person_id", arguments, cancellationToken);
        var addresses = await AddressesAsync("person_id", condition, arguments, cancellationToken);
        var details = (await database.QueryAsync<OwnedDetail>(
            $"SELECT * FROM person_detail WHERE {condition} ORDER BY person_id, kind, rank", arguments, cancellationToken))
            .ToLookup(detail => detail.PersonId, detail => new PersonDetail(detail.Kind, detail.Value, detail.Description));
        var contacts = (await ContactsAsync(
            $"contact_id IN (SELECT contact_id FROM person WHERE {condition})", arguments, cancellationToken))
            .ToDictionary(contact => contact.ContactId);
        foreach (var person in persons)
        {
            person.Addresses = [.. addresses[person.PersonId]];
            person.Details = [.. details[person.PersonId]];
            person.Contact = contacts.GetValueOrDefault(person.ContactId);
        }

        return persons;
    }

    private async Task<IReadOnlyList<StoredContact>> ContactsAsync(string condition, object arguments, CancellationToken cancellationToken)
    {
        var contacts = await database.QueryAsync<StoredContact>(
            $"SELECT * FROM contact WHERE {condition} ORDER BY name, contact_id", arguments, cancellationToken);
        var addresses = await AddressesAsync("contact_id", condition, arguments, cancellationToken);
        foreach (var contact in contacts)
        {
            contact.Addresses = [.. addresses[contact.ContactId]];
        }

        return contacts;
    }

    private async Task<ILookup<int, LabelledAddress>> AddressesAsync(
        string owner, string condition, object arguments, CancellationToken cancellationToken) =>
        (await database.QueryAsync<OwnedAddress>(
            $"SELECT {owner} AS owner_id, address, description FROM email_address WHERE {condition} ORDER BY {owner}, rank, email_id",
            arguments, cancellationToken))
        .ToLookup(address => address.OwnerId, address => new LabelledAddress(address.Address, address.Description));

    private sealed class OwnedAddress
    {
        public int OwnerId { get; init; }

        public string Address { get; init; } = "";

        public string Description { get; init; } = "";
    }

    private sealed class OwnedDetail
    {
        public int PersonId { get; init; }

        public DetailKind Kind { get; init; }

        public string Value { get; init; } = "";

        public string Description { get; init; } = "";
    }
}
