using System.Runtime.Serialization;

namespace Services83;

/// <summary>A position that a person can hold.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Position : Carrier
{
    /// <summary>Key in the list.</summary>
    [DataMember(Order = 1)]
    public int Id { get; set; }

    /// <summary>Its name.</summary>
    [DataMember(Order = 2)]
    public string? Value { get; set; }

    /// <summary>A longer text about it.</summary>
    [DataMember(Order = 3)]
    public string? Tooltip { get; set; }
}

/// <summary>A category of contacts or persons.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Category : Carrier
{
    /// <summary>Key in the list.</summary>
    [DataMember(Order = 1)]
    public int Id { get; set; }

    /// <summary>Its name.</summary>
    [DataMember(Order = 2)]
    public string? Value { get; set; }

    /// <summary>A longer text about it.</summary>
    [DataMember(Order = 3)]
    public string? Tooltip { get; set; }
}

/// <summary>A line of business.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Business : Carrier
{
    /// <summary>Key in the list.</summary>
    [DataMember(Order = 1)]
    public int Id { get; set; }

    /// <summary>Its name.</summary>
    [DataMember(Order = 2)]
    public string? Value { get; set; }

    /// <summary>A longer text about it.</summary>
    [DataMember(Order = 3)]
    public string? Tooltip { get; set; }
}

/// <summary>A priority of requests to customer service.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class TicketPriority : Carrier
{
    /// <summary>Key in the list.</summary>
    [DataMember(Order = 1)]
    public int Id { get; set; }

    /// <summary>Its name.</summary>
    [DataMember(Order = 2)]
    public string? Value { get; set; }

    /// <summary>A longer text about it.</summary>
    [DataMember(Order = 3)]
    public string? Tooltip { get; set; }
}

/// <summary>A language that customers are answered in.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class CustomerLanguage : Carrier
{
    /// <summary>Key in the list.</summary>
    [DataMember(Order = 1)]
    public int Id { get; set; }

    /// <summary>Its name.</summary>
    [DataMember(Order = 2)]
    public string? Value { get; set; }

    /// <summary>A longer text about it.</summary>
    [DataMember(Order = 3)]
    public string? Tooltip { get; set; }
}
