using System.Runtime.Serialization;

namespace Services83;

/// <summary>The data that an authentication method needs, by name. It may contain secrets, so it must never be logged.</summary>
[CollectionDataContract(
    Namespace = ServiceNamespace.Services83,
    ItemName = "AuthenticationGenericDataKeyValuePair",
    KeyName = "Key",
    ValueName = "Value")]
public sealed class AuthenticationGenericData : Dictionary<string, string?>;
