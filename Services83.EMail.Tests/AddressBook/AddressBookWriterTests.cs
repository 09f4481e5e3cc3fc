using NUnit.Framework;
using Services83.EMail.AddressBook;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.AddressBook;

/// <summary>How an import handles persons and organisations that are stored already.</summary>
public sealed class AddressBookWriterTests
{
    private TestDatabase _database = null!;
    private ManualTimeProvider _time = null!;

    [SetUp]
    public async Task Open()
    {
        _time = new ManualTimeProvider();
        _database = await TestDatabase.MigratedAsync(_time);
    }

    [TearDown]
    public void Close() => _database.Dispose();

    [Test]
    public async Task The_same_file_again_changes_nothing_but_the_date()
    {
        AddressBookEntry[] file =
        [
            Person("Ann Example", "Acme", "a@x.example", "b@x.example"), Person("Bob Without", "Acme"), Person("Cy Id", "", "c@x.example") with { Id = "7" },
            new() { IsOrganisation = true, Organisation = "Acme", Addresses = [new("info@x.example", "")] },
        ];
        var first = await ImportAsync(file);
        var before = await PersonsAsync();
        _time.Advance(TimeSpan.FromHours(1));

        var second = await ImportAsync(file);

        Assert.That((first, second), Is.EqualTo((new ImportSummary(3, 1), new ImportSummary(0, 4))), "the organisation of the persons was known");
        var after = await PersonsAsync();
        Assert.That(after.Select(Describe), Is.EqualTo(before.Select(Describe)));
        Assert.That(after.Select(person => person.UpdatedAt - person.CreatedAt), Is.All.EqualTo(TimeSpan.FromHours(1)));
        Assert.That(await AddressIdsAsync(), Has.Count.EqualTo(4));
    }

    [Test]
    public async Task An_id_outlives_a_new_name_organisation_and_address()
    {
        await ImportAsync(Person("Ann Example", "Acme", "a@x.example") with { Id = "7" });
        await ImportAsync(Person("Ann Married", "Other", "new@x.example") with { Id = "7", Title = "Boss" });

        var ann = (await PersonsAsync()).Single();
        Assert.That((ann.PersonId, ann.FullName, ann.Contact?.Name, ann.Title), Is.EqualTo((1, "Ann Married", "Other", "Boss")));
        Assert.That(ann.Addresses.Select(address => address.Address), Is.EqualTo(new[] { "new@x.example" }));
    }

    [Test]
    public async Task Addresses_that_stay_keep_their_keys_and_others_go()
    {
        await ImportAsync(Person("Ann Example", "", "a@x.example", "b@x.example", "c@x.example"));
        var before = await AddressIdsAsync();
        await ImportAsync(Person("ANN example", "", "d@x.example", "C@X.example", "a@x.example", "A@x.example"));

        var after = await AddressIdsAsync();
        Assert.That((after["a@x.example"], after["c@x.example"]), Is.EqualTo((before["a@x.example"], before["c@x.example"])));
        Assert.That(after.Keys, Is.EquivalentTo(new[] { "a@x.example", "c@x.example", "d@x.example" }));
        Assert.That((await PersonsAsync()).Single().Addresses.Select(address => address.Address), Is.EqualTo(new[] { "d@x.example", "C@X.example", "a@x.example" }));
    }

    [Test]
    public async Task Who_differs_in_name_organisation_or_all_addresses_is_somebody_else()
    {
        await ImportAsync(
            Person("Ann Example", "Acme", "a@x.example"), Person("Ann Example", "Other", "a@x.example"), Person("Ann Example", "Acme", "b@x.example"),
            Person("Bob Example", "Acme", "a@x.example"), Person("Ann Example", "", "a@x.example"), Person("Ann Example", "Acme"));

        Assert.That(await PersonsAsync(), Has.Count.EqualTo(6));
    }

    [Test]
    public async Task Different_ids_are_different_persons_and_an_id_is_given_to_who_had_none()
    {
        var ann = Person("Ann Example", "Acme", "a@x.example");
        await ImportAsync(ann, ann with { Id = "1" }, ann with { Id = "2" }, ann);

        Assert.That((await PersonsAsync()).Select(person => (person.PersonId, person.ExternalId)), Is.EqualTo(new[] { (1, "1"), (2, "2") }));
    }

    [Test]
    public async Task An_organisation_is_known_by_id_else_by_name_and_department()
    {
        var acme = new AddressBookEntry { IsOrganisation = true, Organisation = "Acme" };
        await ImportAsync(acme, acme with { Department = "Lab" }, acme with { Organisation = "ACME", Id = "o1" }, acme with { Organisation = "New name", Id = "o1" });

        var contacts = await new PersonReader(_database.Database).ListContactsAsync(null, 10, CancellationToken.None);
        Assert.That(contacts.Select(contact => (contact.ContactId, contact.Name, contact.Department)), Is.EquivalentTo(new[] { (1, "New name", ""), (2, "Acme", "Lab") }));
    }

    [Test]
    public async Task What_a_file_does_not_say_of_a_persons_organisation_stays()
    {
        await ImportAsync(
            new AddressBookEntry { IsOrganisation = true, Organisation = "Acme", OrgNr = "NO 1", Addresses = [new("info@x.example", "")] },
            Person("Ann Example", "acme", "a@x.example"));

        var contact = (await PersonsAsync()).Single().Contact!;
        Assert.That((contact.Name, contact.OrgNr, contact.Addresses.Single().Address), Is.EqualTo(("Acme", "NO 1", "info@x.example")));
    }

    [Test]
    public async Task Deleted_persons_and_organisations_are_gone_and_their_ids_too()
    {
        await ImportAsync(Person("Ann Example", "Acme", "a@x.example"), Person("Bob Example", "Acme", "b@x.example"));
        var writer = Writer;

        Assert.That(await writer.DeletePersonAsync(2, CancellationToken.None), Is.True);
        Assert.That(await writer.DeletePersonAsync(2, CancellationToken.None), Is.False);
        Assert.That(await writer.DeleteContactAsync(1, CancellationToken.None), Is.True);
        Assert.That(await writer.DeleteContactAsync(1, CancellationToken.None), Is.False);
        await ImportAsync(Person("Cy Example", "Acme", "c@x.example"));

        Assert.That((await PersonsAsync()).Select(person => (person.PersonId, person.FullName, person.ContactId)),
            Is.EqualTo(new[] { (1, "Ann Example", 0), (3, "Cy Example", 2) }));
        Assert.That((await AddressIdsAsync()).Keys, Is.EquivalentTo(new[] { "a@x.example", "c@x.example" }));
    }

    [TestCase("example", 2)]
    [TestCase("ann EX", 1)]
    [TestCase("Example, A", 1)]
    [TestCase("ACM", 2)]
    [TestCase("a@X", 1)]
    [TestCase("%", 0)]
    [TestCase("_", 0)]
    [TestCase("\\", 0)]
    [TestCase(null, 2)]
    public async Task A_list_holds_those_with_the_text_in_them(string? text, int expected)
    {
        await ImportAsync(Person("Ann Example", "Acme", "a@x.example"), Person("Bob Example", "Acme", "b@x.example"));

        Assert.That(await new PersonReader(_database.Database).ListPersonsAsync(text, 10, CancellationToken.None), Has.Count.EqualTo(expected));
    }

    /// <summary>SQLite's plan says SCAN if it reads a whole table, and SEARCH … USING INDEX if it does not.</summary>
    [TestCase("SELECT * FROM email_address WHERE address_key IN ('a', 'b')")]
    [TestCase("SELECT * FROM email_address WHERE person_id = 1 OR contact_id = 1")]
    [TestCase("SELECT * FROM person WHERE name_key IN ('a', 'b') OR short_key = 'c'")]
    [TestCase("SELECT * FROM associate WHERE email_key IN ('a', 'b')")]
    public async Task People_are_looked_up_by_an_index(string query)
    {
        using var sqlite = await TestDatabase.MigratedAsync(provider: StorageProvider.Sqlite);
        var plan = await sqlite.Database.QueryAsync<Step>($"EXPLAIN QUERY PLAN {query}", new { }, CancellationToken.None);

        Assert.That(plan.Select(step => step.Detail), Has.Some.Contain("USING INDEX").And.None.StartWith("SCAN"));
    }

    private AddressBookWriter Writer => new(_database.Database, _time);

    private static AddressBookEntry Person(string name, string organisation, params string[] addresses) => new()
    {
        FullName = name,
        Organisation = organisation,
        Addresses = [.. addresses.Select(address => new LabelledAddress(address, ""))],
    };

    private static string Describe(StoredPerson person) =>
        $"{person.PersonId} {person.FullName} {person.ContactId} {person.ExternalId} {string.Join(' ', person.Addresses)}";

    private Task<ImportSummary> ImportAsync(params AddressBookEntry[] entries) => Writer.ImportAsync(entries, CancellationToken.None);

    private async Task<IReadOnlyList<StoredPerson>> PersonsAsync() =>
        [.. (await new PersonReader(_database.Database).ListPersonsAsync(null, 100, CancellationToken.None)).OrderBy(person => person.PersonId)];

    private async Task<IReadOnlyDictionary<string, int>> AddressIdsAsync() =>
        (await _database.Database.QueryAsync<(string Key, int Id)>("SELECT address_key, email_id FROM email_address", new { }, CancellationToken.None))
        .ToDictionary(row => row.Key, row => row.Id);

    private sealed class Step
    {
        public string Detail { get; init; } = "";
    }
}
