namespace Services83.EMail.WebApi;

/// <summary>Text that does not have the expected format.</summary>
/// <param name="message">What is wrong, for the author of the text.</param>
/// <param name="path">The property, such as <c>SyncUserAccounts[0].AccountId</c>; empty when it is about the whole text.</param>
/// <param name="line">Line of the text, from 1; null when there are no lines.</param>
/// <param name="column">Byte in the line, from 1; null when there are no lines.</param>
public sealed class RestFormatException(string message, string path = "", long? line = null, long? column = null) : Exception(message)
{
    public string Path { get; } = path;

    public long? Line { get; } = line;

    public long? Column { get; } = column;
}
