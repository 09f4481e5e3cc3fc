using System.Runtime.Serialization;

namespace Services83;

/// <summary>What a reply says in addition to its body, by name.</summary>
[CollectionDataContract(
    Namespace = ServiceNamespace.Services83,
    ItemName = "ExtraInfoNameValuePair",
    KeyName = "Key",
    ValueName = "Value")]
public sealed class SoExtraInfo : Dictionary<string, string?>;
