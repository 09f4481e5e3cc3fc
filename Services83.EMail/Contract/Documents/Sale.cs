using System.Runtime.Serialization;

namespace Services83;

/// <summary>A sale, in short.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Sale : Carrier
{
    /// <summary>Name of the contact.</summary>
    [DataMember(Order = 1)]
    public string? ContactName { get; set; }

    /// <summary>When it is expected to be, or was, decided.</summary>
    [DataMember(Order = 2)]
    public DateTime SaleDate { get; set; }

    /// <summary>Key of the sale.</summary>
    [DataMember(Order = 3)]
    public int SaleId { get; set; }

    /// <summary>How likely it is to be won, in percent.</summary>
    [DataMember(Order = 4)]
    public short Probability { get; set; }

    /// <summary>Heading.</summary>
    [DataMember(Order = 5)]
    public string? Title { get; set; }

    /// <summary>Its value, in its currency.</summary>
    [DataMember(Order = 6)]
    public double Amount { get; set; }

    /// <summary>Code of the currency.</summary>
    [DataMember(Order = 7)]
    public string? Currency { get; set; }

    /// <summary>Name of the project.</summary>
    [DataMember(Order = 8)]
    public string? ProjectName { get; set; }

    /// <summary>Who owns it, by full name.</summary>
    [DataMember(Order = 9)]
    public string? AssociateFullName { get; set; }

    /// <summary>Free text.</summary>
    [DataMember(Order = 10)]
    public string? Description { get; set; }

    /// <summary>Whether it is open, won or lost.</summary>
    [DataMember(Order = 11)]
    public SaleStatus Status { get; set; }

    /// <summary>The value times the probability, in its currency.</summary>
    [DataMember(Order = 12)]
    public double WeightedAmount { get; set; }

    /// <summary>Key of the project; 0 when there is none.</summary>
    [DataMember(Order = 13)]
    public int ProjectId { get; set; }

    /// <summary>Earnings as a share of the value, in percent.</summary>
    [DataMember(Order = 14)]
    public double EarningPercent { get; set; }

    /// <summary>Earnings, in its currency.</summary>
    [DataMember(Order = 15)]
    public double Earning { get; set; }

    /// <summary>Key of the contact; 0 when there is none.</summary>
    [DataMember(Order = 16)]
    public int ContactId { get; set; }

    /// <summary>Key of the associate who owns it.</summary>
    [DataMember(Order = 17)]
    public int AssociateId { get; set; }

    /// <summary>Key of the person; 0 when there is none.</summary>
    [DataMember(Order = 18)]
    public int PersonId { get; set; }

    /// <summary>Key of its type.</summary>
    [DataMember(Order = 19)]
    public int SaleTypeId { get; set; }

    /// <summary>Its type, by name.</summary>
    [DataMember(Order = 20)]
    public string? SaleTypeName { get; set; }

    /// <summary>Full name of the person.</summary>
    [DataMember(Order = 21)]
    public string? PersonFullName { get; set; }

    /// <summary>Whether it is done; a sale that has not begun counts as begun.</summary>
    [DataMember(Order = 22)]
    public ActivityStatus Completed { get; set; }

    /// <summary>Number of connections to an ERP system.</summary>
    [DataMember(Order = 23)]
    public int ActiveErpLinks { get; set; }

    /// <summary>The day of the next activity, or of the last one when none is to come.</summary>
    [DataMember(Order = 24)]
    public DateTime NextDueDate { get; set; }
}

/// <summary>How a sale stands.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum SaleStatus : short
{
    /// <summary>Not known.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>Not decided.</summary>
    [EnumMember]
    Open = 1,

    /// <summary>Won.</summary>
    [EnumMember]
    Sold = 2,

    /// <summary>Lost.</summary>
    [EnumMember]
    Lost = 3,

    /// <summary>Laid aside.</summary>
    [EnumMember]
    Stalled = 4,

    /// <summary>Any of them, for counting.</summary>
    [EnumMember]
    SaintAll = 1000,
}
