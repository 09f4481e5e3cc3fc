using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Sale : Carrier
{
    [DataMember(Order = 1)]
    public string? ContactName { get; set; }

    [DataMember(Order = 2)]
    public DateTime SaleDate { get; set; }

    [DataMember(Order = 3)]
    public int SaleId { get; set; }

    [DataMember(Order = 4)]
    public short Probability { get; set; }

    [DataMember(Order = 5)]
    public string? Title { get; set; }

    [DataMember(Order = 6)]
    public double Amount { get; set; }

    [DataMember(Order = 7)]
    public string? Currency { get; set; }

    [DataMember(Order = 8)]
    public string? ProjectName { get; set; }

    [DataMember(Order = 9)]
    public string? AssociateFullName { get; set; }

    [DataMember(Order = 10)]
    public string? Description { get; set; }

    [DataMember(Order = 11)]
    public SaleStatus Status { get; set; }

    [DataMember(Order = 12)]
    public double WeightedAmount { get; set; }

    [DataMember(Order = 13)]
    public int ProjectId { get; set; }

    [DataMember(Order = 14)]
    public double EarningPercent { get; set; }

    [DataMember(Order = 15)]
    public double Earning { get; set; }

    [DataMember(Order = 16)]
    public int ContactId { get; set; }

    [DataMember(Order = 17)]
    public int AssociateId { get; set; }

    [DataMember(Order = 18)]
    public int PersonId { get; set; }

    [DataMember(Order = 19)]
    public int SaleTypeId { get; set; }

    [DataMember(Order = 20)]
    public string? SaleTypeName { get; set; }

    [DataMember(Order = 21)]
    public string? PersonFullName { get; set; }

    [DataMember(Order = 22)]
    public ActivityStatus Completed { get; set; }

    [DataMember(Order = 23)]
    public int ActiveErpLinks { get; set; }

    [DataMember(Order = 24)]
    public DateTime NextDueDate { get; set; }
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public enum SaleStatus : short
{
    [EnumMember]
    Unknown = 0,

    [EnumMember]
    Open = 1,

    [EnumMember]
    Sold = 2,

    [EnumMember]
    Lost = 3,

    [EnumMember]
    Stalled = 4,

    [EnumMember]
    SaintAll = 1000,
}
