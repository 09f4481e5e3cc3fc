namespace Services83.EMail.Storage.Webhooks;

/// <summary>The kinds of events that a receiver may ask for. The numbers are stored.</summary>
[Flags]
public enum WebhookEvents
{
    None = 0,

    /// <summary>A message that the cache did not have is stored.</summary>
    MessageNew = 1,

    /// <summary>A message is in no folder any more, and its id is not used again.</summary>
    MessageDeleted = 2,

    /// <summary>A message has other flags, or is in another folder.</summary>
    MessageUpdated = 4,

    /// <summary>The sync of an account fails, and not only once.</summary>
    AccountError = 8,

    /// <summary>A server reports that it could not deliver a message.</summary>
    MessageBounced = 16,

    All = MessageNew | MessageDeleted | MessageUpdated | AccountError | MessageBounced,
}
