namespace Services83.EMail.Soap.Xml;

/// <summary>What has been read is not well-formed XML, is XML that SOAP forbids, or exceeds a limit.</summary>
internal sealed class XmlSyntaxException(string message, int line, int position)
    : Exception($"Error in line {line} position {position}. {message}");
