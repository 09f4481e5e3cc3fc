using Services83.EMail.Storage;

namespace Services83.EMail.AddressBook;

/// <summary>
/// Finds the owners of e-mail addresses. The whole address must match, in any letter case. If several persons have one address, the person
/// with the lowest id is taken, and all are listed in <see cref="EMailAddress.DuplicatePersonIds"/>; a person takes precedence over a
/// contact.
/// </summary>
public sealed class AddressLookup(IDatabase database)
{
    /// <summary>Most persons that are returned for one address: an address of very many persons identifies none of them.</summary>
    public const int MaxMatches = 1000;

    private const string SelectMatches =
        """
        SELECT e.email_id, e.address, e.address_key, COALESCE(p.person_id, 0) AS person_id, COALESCE(p.full_name, '') AS person_name,
               COALESCE(c.contact_id, 0) AS contact_id, COALESCE(c.name, '') AS contact_name
        FROM email_address e
        LEFT JOIN person p ON p.person_id = e.person_id
        LEFT JOIN contact c ON c.contact_id = COALESCE(e.contact_id, p.contact_id)
        """;

    /// <summary>Fills in the owners of the addresses of the senders and recipients of a message.</summary>
    public Task FillAsync(EMailEntity message, CancellationToken cancellationToken) => FillAsync(
        [
            .. message.To ?? [], .. message.Cc ?? [], .. message.Bcc ?? [], message.From,
            .. message.InReplyTo?.To ?? [], message.InReplyTo?.From,
        ],
        cancellationToken);

    /// <summary>
    /// Fills in, in place, the owners of the addresses. <see cref="EMailAddress.Address"/> and <see cref="EMailAddress.Name"/> do not
    /// change; an address without an owner gets ids of 0 and empty texts. Null elements are skipped.
    /// </summary>
    public async Task FillAsync(IReadOnlyCollection<EMailAddress?> addresses, CancellationToken cancellationToken)
    {
        var keyed = addresses.OfType<EMailAddress>().Select(address => (Carrier: address, Key: AddressKey.Of(address.Address ?? ""))).ToList();
        var keys = keyed.Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        var matches = (await MatchesAsync(keys, cancellationToken)).ToLookup(match => match.AddressKey);
        var associates = (await AssociatesAsync(keys, cancellationToken)).ToLookup(associate => associate.EmailKey);
        foreach (var (carrier, key) in keyed)
        {
            var (first, associate) = (matches[key].FirstOrDefault(), associates[key].FirstOrDefault());
            carrier.EmailId = first?.EmailId ?? 0;
            carrier.PersonId = first?.PersonId ?? 0;
            carrier.PersonName = first is null or { PersonId: 0 } ? associate?.FullName ?? "" : first.PersonName;
            carrier.ContactId = first?.ContactId ?? 0;
            carrier.ContactName = first?.ContactName ?? "";
            carrier.AssociateId = associate?.AssociateId ?? 0;
            carrier.DuplicatePersonIds = PersonIds(matches[key]);
        }
    }

    /// <summary>Everybody who has the address: persons, then contacts with this own address; an associate that is not a person comes
    /// last.</summary>
    public async Task<IReadOnlyList<EMailAddress>> FindAsync(string address, CancellationToken cancellationToken)
    {
        HashSet<string> keys = [AddressKey.Of(address)];
        var matches = await MatchesAsync(keys, cancellationToken);
        var associate = await AssociatesAsync(keys, cancellationToken) is [var first, ..] ? first : null;
        var persons = PersonIds(matches);
        var found = matches.Select(match => Carrier(match, associate, persons)).ToList();
        if (associate is not null && persons.Length == 0)
        {
            found.Add(Carrier(new AddressMatch { Address = associate.EmailAddress, PersonName = associate.FullName }, associate, persons));
        }

        return found;
    }

    /// <summary>The stored addresses with these ids, in the order of the ids; ids that do not exist are skipped.</summary>
    public async Task<IReadOnlyList<EMailAddress>> ReadAsync(IReadOnlyCollection<int> emailIds, CancellationToken cancellationToken)
    {
        var matches = (await QueryAsync<AddressMatch, int>($"{SelectMatches} WHERE e.email_id IN @keys", emailIds, cancellationToken))
            .ToDictionary(match => match.EmailId);
        var keys = matches.Values.Select(match => match.AddressKey).ToHashSet(StringComparer.Ordinal);
        var persons = (await MatchesAsync(keys, cancellationToken)).GroupBy(match => match.AddressKey)
            .ToDictionary(group => group.Key, group => PersonIds(group));
        var associates = (await AssociatesAsync(keys, cancellationToken)).ToLookup(associate => associate.EmailKey);
        return
        [
            .. emailIds.Where(matches.ContainsKey).Select(id => matches[id])
                .Select(match => Carrier(match, associates[match.AddressKey].FirstOrDefault(), persons[match.AddressKey])),
        ];
    }

    /// <summary>The associates with one of these keys, by id.</summary>
    internal Task<IReadOnlyList<AssociateMatch>> AssociatesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        QueryAsync<AssociateMatch, string>(
            """
            SELECT associate_id, login_name, full_name, email_address, email_key, user_type, disabled FROM associate
            WHERE email_key IN @keys ORDER BY associate_id
            """,
            [.. keys.Where(key => key.Length > 0)], cancellationToken);

    /// <summary>For each key: persons by id, then contacts by id.</summary>
    private Task<IReadOnlyList<AddressMatch>> MatchesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        QueryAsync<AddressMatch, string>(
            $"""
             SELECT * FROM (
                 SELECT found.*, ROW_NUMBER() OVER (PARTITION BY address_key ORDER BY person_id = 0, person_id, contact_id, email_id) AS place
                 FROM ({SelectMatches} WHERE e.address_key IN @keys) AS found) AS placed
             WHERE place <= {MaxMatches} ORDER BY address_key, place
             """,
            [.. keys.Where(key => key.Length > 0)], cancellationToken);

    private Task<IReadOnlyList<T>> QueryAsync<T, TKey>(string sql, IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken) =>
        keys.Count == 0 ? Task.FromResult<IReadOnlyList<T>>([]) : database.QueryAsync<T>(sql, new { keys }, cancellationToken);

    private static int[] PersonIds(IEnumerable<AddressMatch> matches) =>
        [.. matches.Select(match => match.PersonId).Where(id => id != 0).Distinct()];

    private static EMailAddress Carrier(AddressMatch match, AssociateMatch? associate, int[] persons) => new()
    {
        EmailId = match.EmailId,
        Address = match.Address,
        PersonId = match.PersonId,
        PersonName = match.PersonName,
        ContactId = match.ContactId,
        ContactName = match.ContactName,
        // If the address is a contact's own, the result is the contact, never an associate.
        AssociateId = match is { PersonId: 0, ContactId: not 0 } ? 0 : associate?.AssociateId ?? 0,
        Name = match.PersonName.Length > 0 ? match.PersonName : match.ContactName,
        DuplicatePersonIds = persons,
    };
}
