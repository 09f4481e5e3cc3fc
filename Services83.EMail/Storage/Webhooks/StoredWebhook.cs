namespace Services83.EMail.Storage.Webhooks;

/// <summary>A receiver that is about to be added.</summary>
/// <param name="Url">Where requests go.</param>
/// <param name="Secret">The key of the signatures, as the receiver gets it.</param>
/// <param name="Events">What it is told.</param>
/// <param name="AccountId">The only account that it is told of; null for no such limit.</param>
/// <param name="AssociateId">The associate whose accounts it is told of; null for no such limit.</param>
public sealed record WebhookDraft(string Url, Secret Secret, WebhookEvents Events, int? AccountId, int? AssociateId);

/// <summary>A receiver, and how delivering to it goes.</summary>
public sealed record StoredWebhook
{
    public int WebhookId { get; init; }

    public string Url { get; init; } = "";

    public WebhookEvents Events { get; init; }

    public int? AccountId { get; init; }

    /// <summary>Login name of the associate whose accounts it is told of; null for no such limit.</summary>
    public string? AssociateName { get; init; }

    /// <summary>Whether the program has given up; nothing is stored for it and nothing is sent.</summary>
    public bool Held { get; init; }

    /// <summary>Since when events were not stored; null when the receiver misses none, or knows it.</summary>
    public DateTimeOffset? MissedSince { get; init; }

    /// <summary>Failed attempts in a row.</summary>
    public int Attempts { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    public string LastError { get; init; } = "";

    /// <summary>Time of the last request that was accepted.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>Number of events that wait, besides those in the request that is being delivered.</summary>
    public int Waiting { get; init; }
}

/// <summary>An event that waits, with the present data of its message.</summary>
public sealed record WaitingEvent
{
    public long EventId { get; init; }

    public WebhookEvents Kind { get; init; }

    public int AccountId { get; init; }

    public int? ItemId { get; init; }

    /// <summary>The folder that the message was in when the event happened; null for an event without one.</summary>
    public int? FolderId { get; init; }

    /// <summary>A JSON object; empty for none.</summary>
    public string Details { get; init; } = "";

    public DateTimeOffset HappenedAt { get; init; }

    /// <summary>Null when the message cannot be read, because it is deleted by now.</summary>
    public int? ShownFolderId { get; init; }

    public EMailFlags Flags { get; init; }

    public DateTimeOffset? ReceivedAt { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Message-ID without angle brackets; null when the message has none.</summary>
    public string? MessageId { get; init; }

    public string Subject { get; init; } = "";

    public string FromName { get; init; } = "";

    public string FromAddress { get; init; } = "";

    /// <summary>Bytes.</summary>
    public long Size { get; init; }
}

/// <summary>A request that is being delivered.</summary>
public sealed record WebhookDelivery
{
    public int WebhookId { get; init; }

    public string Url { get; init; } = "";

    /// <summary>Encrypted; see <see cref="WebhookStore.SecretOf"/>.</summary>
    public string ProtectedSecret { get; init; } = "";

    public bool Held { get; init; }

    /// <summary>Null when no request is being delivered.</summary>
    public string? MessageId { get; init; }

    public string? Payload { get; init; }

    public DateTimeOffset? MissedSince { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset? FailingSince { get; init; }

    public DateTimeOffset? RetryAt { get; init; }
}
