using System.Text.Json;

namespace Services83.EMail.WebApi.Json;

/// <summary>Turns the framework's error into our own text without CLR types.</summary>
internal static class JsonErrors
{
    private const string WrongKind = "The JSON value could not be converted to ";

    public static RestFormatException Explain(JsonException exception) => new(
        // The framework reports undecodable text with this exception.
        exception.InnerException is InvalidOperationException ? "must be text without unpaired surrogates" : Message(exception.Message),
        exception.Path is { } path ? path.TrimStart('$').TrimStart('.') : "",
        exception.LineNumber + 1,
        exception.BytePositionInLine + 1);

    private static string Message(string message)
    {
        if (message.StartsWith(WrongKind, StringComparison.Ordinal))
        {
            var type = message[WrongKind.Length..].Split(". Path:")[0];
            return type.EndsWith("[]", StringComparison.Ordinal) ? "must be an array" : "must be an object";
        }

        foreach (var ending in (string[])[" Path: ", " LineNumber: "])
        {
            var end = message.IndexOf(ending, StringComparison.Ordinal);
            message = end < 0 ? message : message[..end];
        }

        return message.StartsWith("Duplicate property", StringComparison.Ordinal) ? "is given twice" : message;
    }
}
