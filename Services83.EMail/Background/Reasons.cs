using Services83.EMail.Storage;

namespace Services83.EMail.Background;

/// <summary>The text of a failure outside of the log.</summary>
public static class Reasons
{
    private const string OurNamespace = "Services83.";

    /// <summary>
    /// The text for callers: one sentence without paths. An exception of the framework or of a package is named by its type only, because nobody knows what its
    /// message holds; the log has the message.
    /// </summary>
    public static string Of(Exception exception) => exception switch
    {
        StorageException storage => storage.Summary,
        _ when IsOurs(exception.GetType()) => exception.Message,
        _ => $"An unexpected error occurred ({exception.GetType().Name}); the program's log has the details.",
    };

    /// <summary>The text for operators, who also read the log.</summary>
    public static string ForOperators(Exception exception) => exception is StorageException storage ? storage.Summary : exception.Message;

    // The contract is in the namespace without a dot behind it.
    private static bool IsOurs(Type type) => $"{type.Namespace}.".StartsWith(OurNamespace, StringComparison.Ordinal);
}
