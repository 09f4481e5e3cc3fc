using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class DocumentTemplate : Carrier
{
    [DataMember(Order = 1)]
    public int DocumentTemplateId { get; set; }

    [DataMember(Order = 2)]
    public string? Name { get; set; }

    [DataMember(Order = 3)]
    public string? Tooltip { get; set; }

    [DataMember(Order = 4)]
    public short SaveInDb { get; set; }

    [DataMember(Order = 5)]
    public string? Filename { get; set; }

    [DataMember(Order = 6)]
    public string? DefaultOref { get; set; }

    [DataMember(Order = 7)]
    public DocTmplType RecordType { get; set; }

    [DataMember(Order = 8)]
    public short Deleted { get; set; }

    [DataMember(Order = 9)]
    public DocTmplDirection Direction { get; set; }

    [DataMember(Order = 10)]
    public int AutoeventId { get; set; }

    [DataMember(Order = 11)]
    public DocTmplQuoteType QuoteDocType { get; set; }
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public enum DocTmplType : short
{
    [EnumMember]
    Unknown = 0,

    [EnumMember]
    Appointment = 1,

    [EnumMember]
    Document = 2,

    [EnumMember]
    Email = 3,

    [EnumMember]
    Fax = 4,

    [EnumMember]
    Phone = 5,

    [EnumMember]
    Todo = 6,

    [EnumMember]
    MergeDraft = 7,

    [EnumMember]
    MergeFinal = 8,

    [EnumMember]
    SavedReport = 9,
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public enum DocTmplDirection : short
{
    [EnumMember]
    Unknown = 0,

    [EnumMember]
    Incoming = 1,

    [EnumMember]
    Outgoing = 2,

    [EnumMember]
    SaintAll = 3,
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public enum DocTmplQuoteType : short
{
    [EnumMember]
    None = 0,

    [EnumMember]
    MailBody = 1,

    [EnumMember]
    MainDocument = 2,

    [EnumMember]
    QuoteLines = 3,

    [EnumMember]
    ConfirmationMailBody = 4,

    [EnumMember]
    ConfirmationLines = 5,
}
