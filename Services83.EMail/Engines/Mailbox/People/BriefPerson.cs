namespace Services83.EMail.Engines.Mailbox.People;

/// <summary>The shorter carrier of a person, made from the longer one. Missing texts are empty, not null.</summary>
internal static class BriefPerson
{
    public static Person Of(PersonEntity person) => new()
    {
        PersonId = person.PersonId,
        Firstname = person.Firstname,
        MiddleName = person.MiddleName,
        Lastname = person.Lastname,
        Mrmrs = person.Mrmrs,
        Title = person.Title,
        Description = person.Description,
        FullName = person.FullName,
        FormalName = person.FormalName,
        Position = person.Position?.Value ?? "",
        Email = First(person.Emails),
        EmailName = person.Emails is [{ Description: { } description }, ..] ? description : "",
        DirectPhone = First(person.OfficePhones),
        MobilePhone = First(person.MobilePhones),
        FaxPhone = First(person.Faxes),
        UsePersonAddress = person.UsePersonAddress,
        CountryId = person.Country?.CountryId ?? 0,
        ContactId = person.Contact?.ContactId ?? 0,
        ContactName = person.Contact?.Name ?? "",
        ContactDepartment = person.Contact?.Department ?? "",
        ContactOrgNr = person.Contact?.OrgNr ?? "",
        ContactPhone = person.Contact?.DirectPhone ?? "",
        ContactFullName = person.Contact?.FullName ?? "",
        ContactFax = "",
        AssociateId = person.CorrespondingAssociate?.AssociateId ?? 0,
        AssociateName = person.CorrespondingAssociate?.Name ?? "",
        Kanafname = "",
        Kanalname = "",
        Post1 = "",
        Post2 = "",
        Post3 = "",
    };

    /// <summary>Somebody of whom only the name and the address are known.</summary>
    public static Person Of(string name, string address)
    {
        var person = Of(new PersonEntity { FullName = name, FormalName = name, Firstname = "", MiddleName = "", Lastname = "", Mrmrs = "", Title = "", Description = "" });
        person.Email = address;
        return person;
    }

    private static string First(EntityElement[]? elements) => elements is [{ Value: { } value }, ..] ? value : "";
}
