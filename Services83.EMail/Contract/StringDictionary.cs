using System.Runtime.Serialization;

namespace Services83;

/// <summary>Names and values of fields that the schema does not know.</summary>
[CollectionDataContract(Namespace = ServiceNamespace.Services83, ItemName = "StringKeyValuePair", KeyName = "Key", ValueName = "Value")]
public sealed class StringDictionary : Dictionary<string, string?>;
