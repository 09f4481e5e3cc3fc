using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class PersonEntity : Carrier
{
    [DataMember(Order = 1)]
    public int PersonId { get; set; }

    [DataMember(Order = 2)]
    public string? Firstname { get; set; }

    [DataMember(Order = 3)]
    public string? MiddleName { get; set; }

    [DataMember(Order = 4)]
    public string? Lastname { get; set; }

    [DataMember(Order = 5)]
    public string? Mrmrs { get; set; }

    [DataMember(Order = 6)]
    public string? Title { get; set; }

    [DataMember(Order = 7)]
    public DateTime UpdatedDate { get; set; }

    [DataMember(Order = 8)]
    public DateTime CreatedDate { get; set; }

    [DataMember(Order = 9)]
    public DateTime BirthDate { get; set; }

    [DataMember(Order = 10)]
    public Associate? CreatedBy { get; set; }

    [DataMember(Order = 11)]
    public EntityElement[]? Emails { get; set; }

    [DataMember(Order = 12)]
    public string? Description { get; set; }

    [DataMember(Order = 13)]
    public bool IsAssociate { get; set; }

    [DataMember(Order = 14)]
    public EntityElement[]? PrivatePhones { get; set; }

    [DataMember(Order = 15)]
    public EntityElement[]? Faxes { get; set; }

    [DataMember(Order = 16)]
    public EntityElement[]? MobilePhones { get; set; }

    [DataMember(Order = 17)]
    public EntityElement[]? OfficePhones { get; set; }

    [DataMember(Order = 18)]
    public EntityElement[]? OtherPhones { get; set; }

    [DataMember(Order = 19)]
    public Position? Position { get; set; }

    [DataMember(Order = 20)]
    public Associate? UpdatedBy { get; set; }

    [DataMember(Order = 21)]
    public Contact? Contact { get; set; }

    [DataMember(Order = 22)]
    public Country? Country { get; set; }

    [DataMember(Order = 23)]
    public SelectableMDOListItem[]? Interests { get; set; }

    [DataMember(Order = 24)]
    public string? PersonNumber { get; set; }

    [DataMember(Order = 25)]
    public string? FullName { get; set; }

    [DataMember(Order = 26)]
    public bool NoMailing { get; set; }

    [DataMember(Order = 27)]
    public bool UsePersonAddress { get; set; }

    [DataMember(Order = 28)]
    public bool Retired { get; set; }

    [DataMember(Order = 29)]
    public EntityElement[]? Urls { get; set; }

    [DataMember(Order = 30)]
    public string? FormalName { get; set; }

    [DataMember(Order = 31)]
    public Address? Address { get; set; }

    [DataMember(Order = 32)]
    public string? Post3 { get; set; }

    [DataMember(Order = 33)]
    public string? Post2 { get; set; }

    [DataMember(Order = 34)]
    public string? Post1 { get; set; }

    [DataMember(Order = 35)]
    public string? Kanalname { get; set; }

    [DataMember(Order = 36)]
    public string? Kanafname { get; set; }

    [DataMember(Order = 37)]
    public Associate? CorrespondingAssociate { get; set; }

    [DataMember(Order = 38)]
    public Category? Category { get; set; }

    [DataMember(Order = 39)]
    public Business? Business { get; set; }

    [DataMember(Order = 40)]
    public Associate? Associate { get; set; }

    [DataMember(Order = 41)]
    public string? Salutation { get; set; }

    [DataMember(Order = 42)]
    public int ActiveInterests { get; set; }

    [DataMember(Order = 43)]
    public Associate? SupportAssociate { get; set; }

    [DataMember(Order = 44)]
    public TicketPriority? TicketPriority { get; set; }

    [DataMember(Order = 45)]
    public CustomerLanguage? CustomerLanguage { get; set; }

    [DataMember(Order = 46)]
    public int DbiAgentId { get; set; }

    [DataMember(Order = 47)]
    public string? DbiKey { get; set; }

    [DataMember(Order = 48)]
    public DateTime DbiLastModified { get; set; }

    [DataMember(Order = 49)]
    public DateTime DbiLastSyncronized { get; set; }

    [DataMember(Order = 50)]
    public short SentInfo { get; set; }

    [DataMember(Order = 51)]
    public short ShowContactTickets { get; set; }

    [DataMember(Order = 52)]
    public UserInfo? UserInfo { get; set; }

    [DataMember(Order = 53)]
    public EntityElement[]? ChatEmails { get; set; }

    [DataMember(Order = 54)]
    public EntityElement[]? InternetPhones { get; set; }

    [DataMember(Order = 55)]
    public short Source { get; set; }

    [DataMember(Order = 56)]
    public int ActiveErpLinks { get; set; }

    [DataMember(Order = 57)]
    public StringDictionary? UserDefinedFields { get; set; }

    [DataMember(Order = 58)]
    public StringDictionary? ExtraFields { get; set; }
}
