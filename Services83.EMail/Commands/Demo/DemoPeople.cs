using Services83.EMail.AddressBook;
using Services83.EMail.Sandbox.Demo;

namespace Services83.EMail.Commands.Demo;

/// <summary>The address book of the demo: the people in its mailboxes, so that replies name them.</summary>
internal static class DemoPeople
{
    public static IEnumerable<AddressBookEntry> Entries =>
        ((DemoCompany[])[DemoCompany.Lockman, DemoCompany.Blueberry]).SelectMany(company => company.Contacts).Select(Entry);

    private static AddressBookEntry Entry(DemoPerson person) => new()
    {
        FullName = person.Name,
        Organisation = person.Address[(person.Address.IndexOf('@', StringComparison.Ordinal) + 1)..],
        Addresses = [new LabelledAddress(person.Address, "work")],
    };
}
