namespace Services83.EMail.Soap.Serialization;

/// <summary>A message is well-formed XML (so far) but does not match the contract.</summary>
public sealed class DeserializationException(string message, Exception? cause) : Exception(message, cause);
