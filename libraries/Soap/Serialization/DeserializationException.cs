namespace Services83.EMail.Soap.Serialization;

/// <summary>A message is well-formed XML (or was, so far) but not what the contract says.</summary>
public sealed class DeserializationException(string message, Exception? cause) : Exception(message, cause);
