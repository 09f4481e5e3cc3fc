namespace Services83.EMail.Soap.Serialization;

/// <summary>A message is well-formed XML (or was, so far) but not what the contract says.</summary>
internal sealed class DeserializationException : Exception
{
    public DeserializationException(string message, string element, int line, int position, Exception? cause)
        : base(Describe(message, element, line, position), cause)
    {
    }

    private static string Describe(string message, string element, int line, int position)
    {
        var where = line > 0 ? $"Error in line {line} position {position}. " : "";
        var what = element.Length > 0 ? $"Element '{ContractReader.Clip(element)}': " : "";
        return where + what + message;
    }
}
