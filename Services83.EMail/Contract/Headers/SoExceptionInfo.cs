using System.Runtime.Serialization;

namespace Services83;

/// <summary>An error that is meant for the caller.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class SoExceptionInfo
{
    /// <summary>What went wrong, for readers of the client's log.</summary>
    [DataMember(Order = 1)]
    public string? Message { get; set; }

    /// <summary>Where it happened; filled in development only, otherwise null.</summary>
    [DataMember(Order = 2)]
    public string? StackTrace { get; set; }

    /// <summary>What to show the person in front of the client.</summary>
    [DataMember(Order = 3)]
    public string? FriendlyText { get; set; }

    /// <summary>Stable name of the kind of error; see <see cref="ErrorKinds.WireName"/>.</summary>
    [DataMember(Order = 4)]
    public string? ExceptionType { get; set; }

    /// <summary>Which part of the server reports it.</summary>
    [DataMember(Order = 5)]
    public string? Source { get; set; }

    /// <summary>The cause, if the caller may know it; null otherwise.</summary>
    [DataMember(Order = 6)]
    public SoExceptionInfo? InnerException { get; set; }

    /// <summary>Details for programs, such as the name of the argument that was wrong; null or empty when there are none.</summary>
    [DataMember(Order = 7)]
    public SoExceptionInfoParameters? Parameters { get; set; }
}

/// <summary>Details of an error, by name.</summary>
[CollectionDataContract(
    Namespace = ServiceNamespace.Services83,
    ItemName = "SoExceptionInfoParametersKeyValuePair",
    KeyName = "Key",
    ValueName = "Value")]
public sealed class SoExceptionInfoParameters : Dictionary<string, string?>;
