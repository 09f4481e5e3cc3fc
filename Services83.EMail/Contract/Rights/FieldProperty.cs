using System.Runtime.Serialization;

namespace Services83;

/// <summary>Properties of each field of a carrier, by field name.</summary>
[CollectionDataContract(
    Namespace = ServiceNamespace.Services83,
    ItemName = "FieldPropertyDictionaryKeyValuePair",
    KeyName = "Key",
    ValueName = "Value")]
public sealed class FieldPropertyDictionary : Dictionary<string, FieldProperty?>;

/// <summary>Rights, type and length of one field.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class FieldProperty
{
    /// <summary>What the caller may do with the field; null when not determined.</summary>
    [DataMember(Order = 1)]
    public FieldRight? FieldRight { get; set; }

    /// <summary>Name of the field's type.</summary>
    [DataMember(Order = 2)]
    public string? FieldType { get; set; }

    /// <summary>Longest value in characters; 0 when there is no limit to tell.</summary>
    [DataMember(Order = 3)]
    public int FieldLength { get; set; }
}

/// <summary>What the caller may do with a field, and why not more.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class FieldRight
{
    /// <summary>The rights granted.</summary>
    [DataMember(Order = 1)]
    public EFieldRight Mask { get; set; }

    /// <summary>Why a right is missing, as text for a person; null or empty when none is missing.</summary>
    [DataMember(Order = 2)]
    public string? Reason { get; set; }
}

/// <summary>Rights to a field, with hints for forms; no flag means no right.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
[Flags]
public enum EFieldRight
{
    /// <summary>May be read.</summary>
    [EnumMember]
    Read = 1,

    /// <summary>May be changed.</summary>
    [EnumMember]
    Write = 2,

    /// <summary>Not in use; keeps the bit.</summary>
    [EnumMember]
    Unused1 = 4,

    /// <summary>Not in use; keeps the bit.</summary>
    [EnumMember]
    Unused2 = 8,

    /// <summary>Not in use; keeps the bit.</summary>
    [EnumMember]
    Unused3 = 16,

    /// <summary>Not in use; keeps the bit.</summary>
    [EnumMember]
    Unused4 = 32,

    /// <summary>A form should require a value.</summary>
    [EnumMember]
    UIHintMandatory = 64,

    /// <summary>A form should show the value read-only.</summary>
    [EnumMember]
    UIHintReadOnly = 128,

    /// <summary>Published without a meaning; keeps the bit.</summary>
    [EnumMember]
    UndefinedValue256 = 256,
}
