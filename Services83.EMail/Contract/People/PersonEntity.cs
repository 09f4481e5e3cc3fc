using System.Runtime.Serialization;
using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>A person with all data.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class PersonEntity : Carrier
{
    /// <summary>Key of the person.</summary>
    [DataMember(Order = 1)]
    public int PersonId { get; set; }

    /// <summary>First name.</summary>
    [DataMember(Order = 2)]
    public string? Firstname { get; set; }

    /// <summary>Middle name, or a particle such as "van".</summary>
    [DataMember(Order = 3)]
    public string? MiddleName { get; set; }

    /// <summary>Last name.</summary>
    [DataMember(Order = 4)]
    public string? Lastname { get; set; }

    /// <summary>Form of address, such as Mrs.</summary>
    [DataMember(Order = 5)]
    public string? Mrmrs { get; set; }

    /// <summary>Job title, as free text.</summary>
    [DataMember(Order = 6)]
    public string? Title { get; set; }

    /// <summary>When the row last changed, in UTC.</summary>
    [DataMember(Order = 7)]
    [UniversalTime]
    public DateTime UpdatedDate { get; set; }

    /// <summary>When the row was created, in UTC.</summary>
    [DataMember(Order = 8)]
    [UniversalTime]
    public DateTime CreatedDate { get; set; }

    /// <summary>Date of birth; year 1 when not known, year 2 when only the day is known.</summary>
    [DataMember(Order = 9)]
    [UniversalTime]
    public DateTime BirthDate { get; set; }

    /// <summary>Who created the row.</summary>
    [DataMember(Order = 10)]
    public Associate? CreatedBy { get; set; }

    /// <summary>E-mail addresses, the preferred one first.</summary>
    [DataMember(Order = 11)]
    public EntityElement[]? Emails { get; set; }

    /// <summary>Free text, up to 2,047 characters.</summary>
    [DataMember(Order = 12)]
    public string? Description { get; set; }

    /// <summary>Whether the person can also log in. Read only.</summary>
    [DataMember(Order = 13)]
    public bool IsAssociate { get; set; }

    /// <summary>Private telephone numbers.</summary>
    [DataMember(Order = 14)]
    public EntityElement[]? PrivatePhones { get; set; }

    /// <summary>Fax numbers.</summary>
    [DataMember(Order = 15)]
    public EntityElement[]? Faxes { get; set; }

    /// <summary>Mobile telephone numbers.</summary>
    [DataMember(Order = 16)]
    public EntityElement[]? MobilePhones { get; set; }

    /// <summary>Telephone numbers at work.</summary>
    [DataMember(Order = 17)]
    public EntityElement[]? OfficePhones { get; set; }

    /// <summary>Other numbers, such as pagers.</summary>
    [DataMember(Order = 18)]
    public EntityElement[]? OtherPhones { get; set; }

    /// <summary>Position from the list of positions; not the same as the title.</summary>
    [DataMember(Order = 19)]
    public Position? Position { get; set; }

    /// <summary>Who last changed the row.</summary>
    [DataMember(Order = 20)]
    public Associate? UpdatedBy { get; set; }

    /// <summary>The company that the person belongs to; null for a person without one.</summary>
    [DataMember(Order = 21)]
    public Contact? Contact { get; set; }

    /// <summary>The country that the person is in.</summary>
    [DataMember(Order = 22)]
    public Country? Country { get; set; }

    /// <summary>The interests on offer, with those that are chosen marked.</summary>
    [DataMember(Order = 23)]
    public SelectableMDOListItem[]? Interests { get; set; }

    /// <summary>Number or code given by the user of the database.</summary>
    [DataMember(Order = 24)]
    public string? PersonNumber { get; set; }

    /// <summary>The whole name, ordered as the country has it.</summary>
    [DataMember(Order = 25)]
    public string? FullName { get; set; }

    /// <summary>Whether the person does not want advertising.</summary>
    [DataMember(Order = 26)]
    public bool NoMailing { get; set; }

    /// <summary>Whether letters go to the person's own address instead of the company's.</summary>
    [DataMember(Order = 27)]
    public bool UsePersonAddress { get; set; }

    /// <summary>Whether the person has left and should not be offered any more.</summary>
    [DataMember(Order = 28)]
    public bool Retired { get; set; }

    /// <summary>Web addresses.</summary>
    [DataMember(Order = 29)]
    public EntityElement[]? Urls { get; set; }

    /// <summary>The whole name with title and form of address, for labels.</summary>
    [DataMember(Order = 30)]
    public string? FormalName { get; set; }

    /// <summary>The person's own address.</summary>
    [DataMember(Order = 31)]
    public Address? Address { get; set; }

    /// <summary>Third line of the postal address, in Japanese editions.</summary>
    [DataMember(Order = 32)]
    public string? Post3 { get; set; }

    /// <summary>Second line of the postal address, in Japanese editions.</summary>
    [DataMember(Order = 33)]
    public string? Post2 { get; set; }

    /// <summary>First line of the postal address, in Japanese editions.</summary>
    [DataMember(Order = 34)]
    public string? Post1 { get; set; }

    /// <summary>Last name in kana, in Japanese editions.</summary>
    [DataMember(Order = 35)]
    public string? Kanalname { get; set; }

    /// <summary>First name in kana, in Japanese editions.</summary>
    [DataMember(Order = 36)]
    public string? Kanafname { get; set; }

    /// <summary>The associate that this person is; null when the person cannot log in.</summary>
    [DataMember(Order = 37)]
    public Associate? CorrespondingAssociate { get; set; }

    /// <summary>Category of a person without a company; otherwise the company's category is used.</summary>
    [DataMember(Order = 38)]
    public Category? Category { get; set; }

    /// <summary>Line of business of a person without a company; otherwise the company's is used.</summary>
    [DataMember(Order = 39)]
    public Business? Business { get; set; }

    /// <summary>The associate in charge of a person without a company; otherwise the company's is used.</summary>
    [DataMember(Order = 40)]
    public Associate? Associate { get; set; }

    /// <summary>Academic title.</summary>
    [DataMember(Order = 41)]
    public string? Salutation { get; set; }

    /// <summary>Number of interests chosen.</summary>
    [DataMember(Order = 42)]
    public int ActiveInterests { get; set; }

    /// <summary>The associate who looks after this person's requests.</summary>
    [DataMember(Order = 43)]
    public Associate? SupportAssociate { get; set; }

    /// <summary>Priority that this person's requests start with.</summary>
    [DataMember(Order = 44)]
    public TicketPriority? TicketPriority { get; set; }

    /// <summary>Language to answer this person in.</summary>
    [DataMember(Order = 45)]
    public CustomerLanguage? CustomerLanguage { get; set; }

    /// <summary>Number of the integration that the row comes from; 0 when it comes from none.</summary>
    [DataMember(Order = 46)]
    public int DbiAgentId { get; set; }

    /// <summary>Key of the row at the integration.</summary>
    [DataMember(Order = 47)]
    public string? DbiKey { get; set; }

    /// <summary>When the integration last changed the row.</summary>
    [DataMember(Order = 48)]
    public DateTime DbiLastModified { get; set; }

    /// <summary>When the row was last compared with the integration's. The misspelling is the wire's.</summary>
    [DataMember(Order = 49)]
    public DateTime DbiLastSyncronized { get; set; }

    /// <summary>Whether the person has been told a login name and password; 0 for no.</summary>
    [DataMember(Order = 50)]
    public short SentInfo { get; set; }

    /// <summary>Whether the person may see the requests of the whole company; 0 for no.</summary>
    [DataMember(Order = 51)]
    public short ShowContactTickets { get; set; }

    /// <summary>The person's login; null when the person cannot log in.</summary>
    [DataMember(Order = 52)]
    public UserInfo? UserInfo { get; set; }

    /// <summary>Addresses for chat.</summary>
    [DataMember(Order = 53)]
    public EntityElement[]? ChatEmails { get; set; }

    /// <summary>Numbers or names for telephony over the Internet.</summary>
    [DataMember(Order = 54)]
    public EntityElement[]? InternetPhones { get; set; }

    /// <summary>Where the person came from, as a number that integrations choose.</summary>
    [DataMember(Order = 55)]
    public short Source { get; set; }

    /// <summary>Number of connections to an ERP system.</summary>
    [DataMember(Order = 56)]
    public int ActiveErpLinks { get; set; }

    /// <summary>Fields that an administrator defined, by their program id, or <c>SuperOffice:</c> and a number.</summary>
    [DataMember(Order = 57)]
    public StringDictionary? UserDefinedFields { get; set; }

    /// <summary>Fields that extensions add, by name.</summary>
    [DataMember(Order = 58)]
    public StringDictionary? ExtraFields { get; set; }
}
