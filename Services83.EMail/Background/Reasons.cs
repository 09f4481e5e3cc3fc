using Services83.EMail.Storage;

namespace Services83.EMail.Background;

/// <summary>What a failure that nobody foresaw is called where others than the operator may read it.</summary>
public static class Reasons
{
    /// <summary>One sentence without paths; the log has the rest.</summary>
    public static string Of(Exception exception) => exception is StorageException storage ? storage.Summary : exception.Message;
}
