using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Position : Carrier
{
    [DataMember(Order = 1)]
    public int Id { get; set; }

    [DataMember(Order = 2)]
    public string? Value { get; set; }

    [DataMember(Order = 3)]
    public string? Tooltip { get; set; }
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Category : Carrier
{
    [DataMember(Order = 1)]
    public int Id { get; set; }

    [DataMember(Order = 2)]
    public string? Value { get; set; }

    [DataMember(Order = 3)]
    public string? Tooltip { get; set; }
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Business : Carrier
{
    [DataMember(Order = 1)]
    public int Id { get; set; }

    [DataMember(Order = 2)]
    public string? Value { get; set; }

    [DataMember(Order = 3)]
    public string? Tooltip { get; set; }
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class TicketPriority : Carrier
{
    [DataMember(Order = 1)]
    public int Id { get; set; }

    [DataMember(Order = 2)]
    public string? Value { get; set; }

    [DataMember(Order = 3)]
    public string? Tooltip { get; set; }
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class CustomerLanguage : Carrier
{
    [DataMember(Order = 1)]
    public int Id { get; set; }

    [DataMember(Order = 2)]
    public string? Value { get; set; }

    [DataMember(Order = 3)]
    public string? Tooltip { get; set; }
}
