using System.Runtime.Serialization;

namespace Services83;

[CollectionDataContract(
    Namespace = ServiceNamespace.Services83,
    ItemName = "AuthenticationGenericDataKeyValuePair",
    KeyName = "Key",
    ValueName = "Value")]
public sealed class AuthenticationGenericData : Dictionary<string, string?>;
