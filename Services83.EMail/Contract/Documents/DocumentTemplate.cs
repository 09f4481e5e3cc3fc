using System.Runtime.Serialization;

namespace Services83;

/// <summary>A template that documents are made from.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class DocumentTemplate : Carrier
{
    /// <summary>Key of the template.</summary>
    [DataMember(Order = 1)]
    public int DocumentTemplateId { get; set; }

    /// <summary>Its name.</summary>
    [DataMember(Order = 2)]
    public string? Name { get; set; }

    /// <summary>A longer text about it.</summary>
    [DataMember(Order = 3)]
    public string? Tooltip { get; set; }

    /// <summary>1 when documents made from it are put into the database, otherwise 0.</summary>
    [DataMember(Order = 4)]
    public short SaveInDb { get; set; }

    /// <summary>Name of its file, below the folder of templates.</summary>
    [DataMember(Order = 5)]
    public string? Filename { get; set; }

    /// <summary>Pattern of the reference that a new document gets.</summary>
    [DataMember(Order = 6)]
    public string? DefaultOref { get; set; }

    /// <summary>What sort of row it makes.</summary>
    [DataMember(Order = 7)]
    public DocTmplType RecordType { get; set; }

    /// <summary>1 when it should not be offered any more, otherwise 0.</summary>
    [DataMember(Order = 8)]
    public short Deleted { get; set; }

    /// <summary>Whether the document comes in or goes out.</summary>
    [DataMember(Order = 9)]
    public DocTmplDirection Direction { get; set; }

    /// <summary>Number of the plug-in that keeps the documents made from it.</summary>
    [DataMember(Order = 10)]
    public int AutoeventId { get; set; }

    /// <summary>What part of a quote it makes.</summary>
    [DataMember(Order = 11)]
    public DocTmplQuoteType QuoteDocType { get; set; }
}

/// <summary>What sort of row a template makes.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum DocTmplType : short
{
    /// <summary>Not known.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>An appointment.</summary>
    [EnumMember]
    Appointment = 1,

    /// <summary>A document.</summary>
    [EnumMember]
    Document = 2,

    /// <summary>An e-mail.</summary>
    [EnumMember]
    Email = 3,

    /// <summary>A fax.</summary>
    [EnumMember]
    Fax = 4,

    /// <summary>A telephone call.</summary>
    [EnumMember]
    Phone = 5,

    /// <summary>A task.</summary>
    [EnumMember]
    Todo = 6,

    /// <summary>The draft of a mail merge.</summary>
    [EnumMember]
    MergeDraft = 7,

    /// <summary>A finished mail merge.</summary>
    [EnumMember]
    MergeFinal = 8,

    /// <summary>A saved report.</summary>
    [EnumMember]
    SavedReport = 9,
}

/// <summary>Whether a document comes in or goes out.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum DocTmplDirection : short
{
    /// <summary>Not known.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>It comes in.</summary>
    [EnumMember]
    Incoming = 1,

    /// <summary>It goes out.</summary>
    [EnumMember]
    Outgoing = 2,

    /// <summary>Either, for counting.</summary>
    [EnumMember]
    SaintAll = 3,
}

/// <summary>What part of a quote a template makes.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum DocTmplQuoteType : short
{
    /// <summary>None.</summary>
    [EnumMember]
    None = 0,

    /// <summary>The text of the e-mail that goes with it.</summary>
    [EnumMember]
    MailBody = 1,

    /// <summary>The quote itself.</summary>
    [EnumMember]
    MainDocument = 2,

    /// <summary>The lines of the quote.</summary>
    [EnumMember]
    QuoteLines = 3,

    /// <summary>The text of the e-mail that confirms an order.</summary>
    [EnumMember]
    ConfirmationMailBody = 4,

    /// <summary>The lines of an order that is confirmed.</summary>
    [EnumMember]
    ConfirmationLines = 5,
}
