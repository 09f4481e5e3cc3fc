using System.Text;
using NUnit.Framework;
using Services83.EMail.AddressBook;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.People;

/// <summary>FindAddress, FindContactOrPersonByEmailName, GetEMailAddresses and GetPersonEntitiesFromEmailAddress.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class PeopleServiceTests : SoapFixture
{
    protected override bool SharesServer => true;

    [OneTimeSetUp]
    public async Task Start()
    {
        await StartAsync();
        await Server.Get<AddressBookWriter>().ImportAsync(
            [
                Person("Bella Moe", "Acme", "bella@acme.example", "Bella.Private@Example.com"),
                Person("Bella Twin", "", "bella@acme.example"),
                Person("Ola Nordmann", "Blåbær & Søn", "ola@blåbær.example"),
                Person("Percy 100%_'; DROP TABLE person;--", "", "x%y_z'@acme.example"),
                Person("Ann Marie Example", "Acme", "ann@acme.example") with
                {
                    Id = "uid-7", FirstName = "Ann", MiddleName = "Marie", LastName = "Example", Prefix = "Dr.", Suffix = "Ph.D.",
                    Title = "Engineer", Position = "Lead", Note = "met in Oslo", BirthDate = "1980-02-29", Department = "Lab",
                    Postal = new PostalAddress { Street = "Gata 1", PostalCode = "0150", City = "Oslo", Country = "NO" },
                    Details =
                    [
                        new PersonDetail(DetailKind.OfficePhone, "+47 22 33", "desk"), new PersonDetail(DetailKind.MobilePhone, "(900) 1", ""),
                        new PersonDetail(DetailKind.Url, "https://ann.example", ""),
                    ],
                },
                new AddressBookEntry { IsOrganisation = true, Organisation = "Acme", Addresses = [new("info@acme.example", "desk")], OrgNr = "NO 1" },
                Person("Anna of the users", "", "ANNA@test.example"),
            ],
            CancellationToken.None);
    }

    [TestCase("ola@blåbær.example")]
    [TestCase("OLA@BLÅBÆR.EXAMPLE")]
    [TestCase("ola@xn--blbr-roah.example")]
    [TestCase(" ola@XN--BLBR-roah.example. ")]
    public async Task An_address_is_found_in_any_letter_case_and_either_form_of_its_domain(string address)
    {
        var found = (await FindAsync(address)).Single();

        Assert.That((found.PersonName, found.ContactName, found.Address), Is.EqualTo(("Ola Nordmann", "Blåbær & Søn", "ola@blåbær.example")));
        Assert.That((found.AssociateId, found.Name), Is.EqualTo((0, "Ola Nordmann")));
        Assert.That(found.DuplicatePersonIds, Is.EqualTo(new[] { found.PersonId }));
    }

    [Test]
    public async Task Persons_who_share_an_address_are_all_found_and_name_each_other()
    {
        var found = await FindAsync("Bella@ACME.example");

        Assert.That(found.Select(one => one.PersonName), Is.EqualTo(new[] { "Bella Moe", "Bella Twin" }));
        Assert.That(found.Select(one => one.DuplicatePersonIds), Is.All.EqualTo(found.Select(one => one.PersonId)));
        Assert.That(found.Select(one => one.EmailId), Is.Unique.And.All.GreaterThan(0));
    }

    [Test]
    public async Task A_contact_is_found_by_an_address_of_its_own()
    {
        var found = (await FindAsync("info@acme.example")).Single();

        Assert.That((found.PersonId, found.PersonName, found.ContactName, found.Name), Is.EqualTo((0, "", "Acme", "Acme")));
        Assert.That(found.ContactId, Is.Positive);
        Assert.That(found.DuplicatePersonIds, Is.Empty);
    }

    [Test]
    public async Task An_associate_counts_as_a_person()
    {
        var inBook = (await FindAsync("anna@test.example")).Single();
        var alone = (await FindAsync("BOB@test.example")).Single();

        Assert.That((inBook.PersonName, inBook.AssociateId), Is.EqualTo(("Anna of the users", SoapTestServer.Anna)));
        Assert.That(inBook.PersonId, Is.Positive);
        Assert.That((alone.PersonName, alone.PersonId, alone.AssociateId), Is.EqualTo(("Associate 12, of Søn & Co", 0, SoapTestServer.Bob)));
    }

    [TestCase("")]
    [TestCase(null)]
    [TestCase("  ")]
    [TestCase("@")]
    [TestCase("bella")]
    [TestCase("%@acme.example")]
    [TestCase("bella@acme_example")]
    [TestCase("' OR 1=1 --")]
    [TestCase("Bella <bella@acme.example>")]
    [TestCase("bella@..")]
    public async Task What_is_nobodys_address_finds_nobody(string? address)
    {
        Assert.That(await FindAsync(address), Is.Empty);
        Assert.That(await PersonsAsync(address), Is.Empty);
        Assert.That(await FindByNameAsync("", address), Is.Empty);
        Assert.That(await FindByNameAsync(null, address), Is.Empty);
    }

    [Test]
    public async Task Marks_that_mean_something_to_a_database_mean_nothing()
    {
        Assert.That((await FindAsync("x%y_z'@acme.example")).Single().PersonName, Does.StartWith("Percy"));
        Assert.That(await FindByNameAsync("Percy 100__'; DROP TABLE person;--", ""), Is.Empty);
        Assert.That((await FindByNameAsync("Percy 100%_'; DROP TABLE person;--", "")).Single().FullName, Does.StartWith("Percy"));
    }

    [Test]
    public async Task What_is_longer_than_any_address_is_refused()
    {
        var endless = new string('x', 100_000);

        foreach (var (operation, argument) in new[] { ("FindAddress", "Address"), ("GetPersonEntitiesFromEmailAddress", "EmailAddress") })
        {
            Assert.That(Refused(await CallAsync(SoapTestServer.Anna, operation, (argument, endless)), "InvalidArgument").Parameters?["argument"], Is.EqualTo(argument));
        }

        var refused = await CallAsync(SoapTestServer.Anna, "FindContactOrPersonByEmailName", ("Name", endless), ("EmailAddress", ""));
        Assert.That(Refused(refused, "InvalidArgument").Parameters?["argument"], Is.EqualTo("Name"));
    }

    [TestCase("Ann Marie Example")]
    [TestCase("ann example")]
    [TestCase("Example, Ann")]
    [TestCase("Example, Ann Marie")]
    [TestCase("'Ann Example'")]
    public async Task A_person_is_found_by_name_however_it_is_written(string name)
    {
        var found = (await FindByNameAsync(name, "unknown@test.example")).Single();

        Assert.That((found.FullName, found.EmailAddress, found.SortName), Is.EqualTo(("Ann Marie Example", "ann@acme.example", "Ann Marie Example")));
        Assert.That((found.ContactName, found.ContactDepartment), Is.EqualTo(("Acme", "Lab")));
    }

    [TestCase("Ann")]
    [TestCase("Ann Beate Example")]
    [TestCase("Example")]
    public async Task Half_a_name_or_another_one_finds_nobody(string name) => Assert.That(await FindByNameAsync(name, null), Is.Empty);

    [Test]
    public async Task Those_found_by_address_come_first_and_nobody_comes_twice()
    {
        var found = await FindByNameAsync("Ola Nordmann", "bella@acme.example");
        var both = await FindByNameAsync("Ola Nordmann", "ola@blåbær.example");
        var contact = await FindByNameAsync("ACME", "info@acme.example");

        Assert.That(found.Select(one => one.FullName), Is.EqualTo(new[] { "Bella Moe", "Bella Twin", "Ola Nordmann" }));
        Assert.That(both.Select(one => one.FullName), Is.EqualTo(new[] { "Ola Nordmann" }));
        Assert.That(contact.Select(one => (one.PersonId, one.ContactName, one.ContactDepartment)), Is.EqualTo(new[] { (0, "Acme", ""), (0, "Acme", "Lab") }));
    }

    [Test]
    public async Task A_person_comes_with_everything_that_is_known()
    {
        var person = (await PersonsAsync("ANN@acme.example")).Single();

        Assert.That((person.Firstname, person.MiddleName, person.Lastname, person.FullName), Is.EqualTo(("Ann", "Marie", "Example", "Ann Marie Example")));
        Assert.That((person.Mrmrs, person.Salutation, person.FormalName), Is.EqualTo(("Dr.", "Ph.D.", "Dr. Ann Marie Example Ph.D.")));
        Assert.That((person.Title, person.Position?.Value, person.Description, person.PersonNumber), Is.EqualTo(("Engineer", "Lead", "met in Oslo", "uid-7")));
        Assert.That(person.BirthDate.ToUniversalTime(), Is.EqualTo(new DateTime(1980, 2, 29, 0, 0, 0, DateTimeKind.Utc)));
        Assert.That((person.OfficePhones?.Single().StrippedValue, person.OfficePhones?.Single().Description), Is.EqualTo(("+472233", "desk")));
        Assert.That((person.MobilePhones?.Single().Value, person.Urls?.Single().Value), Is.EqualTo(("(900) 1", "https://ann.example")));
        Assert.That((person.Contact?.Name, person.Contact?.FullName, person.Country?.TwoLetterISOCountry), Is.EqualTo(("Acme", "Acme, Lab", "NO")));
        Assert.That(person.Address?.LocalizedAddress?.SelectMany(line => line).Select(field => field.Value), Is.EqualTo(new[] { "Gata 1", "0150", "Oslo" }));
        Assert.That(person.UpdatedDate, Is.GreaterThan(new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
        Assert.That(person.IsAssociate, Is.False);
    }

    [TestCase("ann@acme.example")]
    [TestCase("info@acme.example")]
    [TestCase("bob@test.example")]
    public async Task No_list_and_no_text_of_a_person_is_nil(string address)
    {
        var person = (await PersonsAsync(address)).Single();

        var nil = typeof(PersonEntity).GetProperties()
            .Where(property => (property.PropertyType.IsArray || property.PropertyType == typeof(string) || property.PropertyType == typeof(StringDictionary))
                && property.GetValue(person) is null);
        Assert.That(nil.Select(property => property.Name), Is.Empty);
    }

    [Test]
    public async Task A_contact_or_an_associate_alone_is_a_person_without_a_key()
    {
        var contact = (await PersonsAsync("info@acme.example")).Single();
        var associate = (await PersonsAsync("bob@test.example")).Single();
        var both = (await PersonsAsync("anna@test.example")).Single();

        Assert.That((contact.PersonId, contact.Contact?.Name, contact.Contact?.OrgNr, contact.Contact?.EmailAddress), Is.EqualTo((0, "Acme", "NO 1", "info@acme.example")));
        Assert.That((associate.PersonId, associate.IsAssociate, associate.UserInfo?.UserName), Is.EqualTo((0, true, "bob")));
        Assert.That((both.FullName, both.CorrespondingAssociate?.AssociateId, both.CorrespondingAssociate?.PersonId),
            Is.EqualTo(("Anna of the users", SoapTestServer.Anna, both.PersonId)));
    }

    [Test]
    public async Task Addresses_are_read_by_their_keys_in_the_order_of_the_request()
    {
        var (bella, ola) = ((await FindAsync("bella@acme.example"))[1], (await FindAsync("ola@blåbær.example")).Single());

        var read = await ReadAsync([ola.EmailId, 0, -1, int.MaxValue, bella.EmailId, ola.EmailId]);

        Assert.That(read.Select(one => one.EmailId), Is.EqualTo(new[] { ola.EmailId, bella.EmailId, ola.EmailId }));
        Assert.That((read[1].PersonName, read[1].DuplicatePersonIds), Is.EqualTo(("Bella Twin", bella.DuplicatePersonIds)));
    }

    [Test]
    public async Task Lists_may_be_missing_empty_or_long_but_not_endless()
    {
        Assert.That(await ReadAsync(null), Is.Empty);
        Assert.That(await ReadAsync([]), Is.Empty);
        Assert.That(await ReadAsync([.. Enumerable.Range(1, 10_000)]), Has.Length.InRange(7, 20));
        var reply = await CallAsync(SoapTestServer.Anna, "GetEMailAddresses", ("EmailIds", Enumerable.Range(1, 10_001).ToArray()));
        Assert.That((reply.Succeeded, reply.Error?.ExceptionType), Is.EqualTo((false, "InvalidArgument")));
    }

    [Test]
    public async Task Carriers_are_filled_in_place()
    {
        EMailAddress[] addresses =
        [
            new() { Address = "Bella@acme.example", Name = "B." }, new() { Address = "nobody@test.example", PersonId = 4711, PersonName = "made up" },
            new() { Address = "info@acme.example" }, new() { Address = "bob@test.example" }, new() { Address = null }, new() { Address = "anna@TEST.example" },
        ];
        await Server.Get<AddressLookup>().FillAsync([.. addresses, null], Deadline);

        Assert.That((addresses[0].Name, addresses[0].Address, addresses[0].PersonName, addresses[0].ContactName), Is.EqualTo(("B.", "Bella@acme.example", "Bella Moe", "Acme")));
        Assert.That(addresses[0].DuplicatePersonIds, Has.Length.EqualTo(2));
        Assert.That((addresses[1].PersonId, addresses[1].PersonName, addresses[1].EmailId), Is.EqualTo((0, "", 0)));
        Assert.That((addresses[2].PersonId, addresses[2].ContactName), Is.EqualTo((0, "Acme")));
        Assert.That((addresses[3].PersonName, addresses[3].AssociateId), Is.EqualTo(("Associate 12, of Søn & Co", SoapTestServer.Bob)));
        Assert.That(addresses[4].PersonName, Is.Empty);
        Assert.That((addresses[5].PersonName, addresses[5].AssociateId), Is.EqualTo(("Anna of the users", SoapTestServer.Anna)));
    }

    [Test]
    public async Task Cached_messages_tell_whom_their_addresses_belong_to()
    {
        AnnasMail.Inbox.Append(Encoding.UTF8.GetBytes(
            "From: \"B.\" <BELLA@acme.example>\r\nTo: anna@test.example, nobody@test.example\r\nCc: info@acme.example\r\n"
            + "Message-ID: <bella@acme.example>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n\r\ntext\r\n"));
        await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        var envelope = (await GetAsync<EMailEnvelope[]>(SoapTestServer.Anna, "GetNewMail", ("Folders", null)))!.Single();
        var entity = (await FindAsync(SoapTestServer.Anna, "bella@acme.example"))!;

        Assert.That((envelope.From?.PersonName, envelope.From?.ContactName, envelope.From?.Name), Is.EqualTo(("Bella Moe", "Acme", "B.")));
        Assert.That((entity.From?.PersonName, entity.From?.DuplicatePersonIds?.Length, entity.From?.Address), Is.EqualTo(("Bella Moe", 2, "BELLA@acme.example")));
        Assert.That(entity.To?.Select(to => (to.AssociateId, to.PersonId > 0)), Is.EqualTo(new[] { (SoapTestServer.Anna, true), (0, false) }));
        Assert.That((entity.Cc?.Single().ContactName, entity.Cc?.Single().PersonId), Is.EqualTo(("Acme", 0)));
    }

    private static AddressBookEntry Person(string name, string organisation, params string[] addresses) => new()
    {
        FullName = name,
        Organisation = organisation,
        Addresses = [.. addresses.Select(address => new LabelledAddress(address, ""))],
    };

    private async Task<EMailAddress[]> FindAsync(string? address) =>
        (await GetAsync<EMailAddress[]>(SoapTestServer.Anna, "FindAddress", ("Address", address)))!;

    private async Task<EMailAddress[]> ReadAsync(int[]? ids) =>
        (await GetAsync<EMailAddress[]>(SoapTestServer.Anna, "GetEMailAddresses", ("EmailIds", ids)))!;

    private async Task<PersonEntity[]> PersonsAsync(string? address) =>
        (await GetAsync<PersonEntity[]>(SoapTestServer.Anna, "GetPersonEntitiesFromEmailAddress", ("EmailAddress", address)))!;

    private async Task<ContactOrPersonFromEmail[]> FindByNameAsync(string? name, string? address) =>
        (await GetAsync<ContactOrPersonFromEmail[]>(SoapTestServer.Anna, "FindContactOrPersonByEmailName", ("Name", name), ("EmailAddress", address)))!;
}
