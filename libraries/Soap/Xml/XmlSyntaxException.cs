namespace Services83.EMail.Soap.Xml;

/// <summary>The text is not well-formed XML, is XML that SOAP forbids, or exceeds a limit.</summary>
public sealed class XmlSyntaxException(string message, int line, int position)
    : Exception($"Error in line {line} position {position}. {message}")
{
    /// <summary>The error, without the position.</summary>
    public string Reason => message;

    /// <summary>Counted from 1.</summary>
    public int Line => line;

    /// <summary>In the line, in bytes, counted from 1.</summary>
    public int Position => position;

    /// <summary>Whether the text ended too early, so that more text might have made it right.</summary>
    public bool IsEarly { get; init; }
}
