using System.Runtime.Serialization;

namespace Services83;

[CollectionDataContract(Namespace = ServiceNamespace.Services83, ItemName = "StringKeyValuePair", KeyName = "Key", ValueName = "Value")]
public sealed class StringDictionary : Dictionary<string, string?>;
