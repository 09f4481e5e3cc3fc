using System.Runtime.Serialization;

namespace Services83;

/// <summary>Whatever a way of logging in needs, by name. May hold secrets: it must never be logged.</summary>
[CollectionDataContract(
    Namespace = ServiceNamespace.Services83,
    ItemName = "AuthenticationGenericDataKeyValuePair",
    KeyName = "Key",
    ValueName = "Value")]
public sealed class AuthenticationGenericData : Dictionary<string, string?>;
