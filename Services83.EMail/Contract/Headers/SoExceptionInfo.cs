using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class SoExceptionInfo
{
    [DataMember(Order = 1)]
    public string? Message { get; set; }

    [DataMember(Order = 2)]
    public string? StackTrace { get; set; }

    [DataMember(Order = 3)]
    public string? FriendlyText { get; set; }

    [DataMember(Order = 4)]
    public string? ExceptionType { get; set; }

    [DataMember(Order = 5)]
    public string? Source { get; set; }

    [DataMember(Order = 6)]
    public SoExceptionInfo? InnerException { get; set; }

    [DataMember(Order = 7)]
    public SoExceptionInfoParameters? Parameters { get; set; }
}

[CollectionDataContract(
    Namespace = ServiceNamespace.Services83,
    ItemName = "SoExceptionInfoParametersKeyValuePair",
    KeyName = "Key",
    ValueName = "Value")]
public sealed class SoExceptionInfoParameters : Dictionary<string, string?>;
