using System.Runtime.Serialization;

namespace Services83;

[CollectionDataContract(
    Namespace = ServiceNamespace.Services83,
    ItemName = "FieldPropertyDictionaryKeyValuePair",
    KeyName = "Key",
    ValueName = "Value")]
public sealed class FieldPropertyDictionary : Dictionary<string, FieldProperty?>;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class FieldProperty
{
    [DataMember(Order = 1)]
    public FieldRight? FieldRight { get; set; }

    [DataMember(Order = 2)]
    public string? FieldType { get; set; }

    [DataMember(Order = 3)]
    public int FieldLength { get; set; }
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class FieldRight
{
    [DataMember(Order = 1)]
    public EFieldRight Mask { get; set; }

    [DataMember(Order = 2)]
    public string? Reason { get; set; }
}

[DataContract(Namespace = ServiceNamespace.Services83)]
[Flags]
public enum EFieldRight
{
    [EnumMember]
    Read = 1,

    [EnumMember]
    Write = 2,

    [EnumMember]
    Unused1 = 4,

    [EnumMember]
    Unused2 = 8,

    [EnumMember]
    Unused3 = 16,

    [EnumMember]
    Unused4 = 32,

    [EnumMember]
    UIHintMandatory = 64,

    [EnumMember]
    UIHintReadOnly = 128,

    [EnumMember]
    UndefinedValue256 = 256,
}
