using Services83.EMail.Storage;

namespace Services83.EMail.Background;

/// <summary>The text of an unexpected failure for readers other than the operator.</summary>
public static class Reasons
{
    /// <summary>One sentence without paths; the log has the rest.</summary>
    public static string Of(Exception exception) => exception is StorageException storage ? storage.Summary : exception.Message;
}
