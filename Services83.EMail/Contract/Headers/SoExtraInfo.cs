using System.Runtime.Serialization;

namespace Services83;

[CollectionDataContract(
    Namespace = ServiceNamespace.Services83,
    ItemName = "ExtraInfoNameValuePair",
    KeyName = "Key",
    ValueName = "Value")]
public sealed class SoExtraInfo : Dictionary<string, string?>;
