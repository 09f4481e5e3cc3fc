namespace Services83.EMail.WebApi;

/// <summary>Text that cannot be read as what is expected there.</summary>
/// <param name="message">What is wrong, for whoever wrote the text.</param>
/// <param name="path">Which property, such as <c>SyncUserAccounts[0].AccountId</c>; empty when it is about the whole.</param>
/// <param name="line">Line of the text, from 1; null when there are no lines.</param>
/// <param name="column">Octet in the line, from 1; null when there are no lines.</param>
public sealed class RestFormatException(string message, string path = "", long? line = null, long? column = null) : Exception(message)
{
    public string Path { get; } = path;

    public long? Line { get; } = line;

    public long? Column { get; } = column;
}
