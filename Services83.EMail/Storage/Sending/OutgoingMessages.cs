using System.Text.Json;
using Services83.EMail.Storage.Documents;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Storage.Sending;

/// <summary>The state of an outgoing message. The numbers are those of the table.</summary>
public enum OutgoingState
{
    /// <summary>Being sent; nobody has received it.</summary>
    Sending = 1,

    /// <summary>Its end is being sent: from now on it may be delivered.</summary>
    Ended = 2,

    /// <summary>Accepted; the copy for the folder of sent mail is not filed yet.</summary>
    Accepted = 3,

    /// <summary>Its end was sent and no answer came. It is unknown whether it was delivered, so the program never sends it again by
    /// itself.</summary>
    Uncertain = 4,

    /// <summary>Accepted, and the copy is filed if one was wanted.</summary>
    Done = 5,

    /// <summary>The program ended before the whole message was sent; nobody has received it.</summary>
    NotSent = 6,

    /// <summary>Accepted, and the copy could not be filed.</summary>
    Unfiled = 7,

    /// <summary>An operator wants an uncertain or unsent message to be sent again; no process has begun.</summary>
    Again = 8,
}

/// <summary>A message that is about to be sent.</summary>
/// <param name="AssociateId">The sender.</param>
/// <param name="Host">The server.</param>
/// <param name="Sender">The address for MAIL FROM.</param>
/// <param name="Recipients">All recipients.</param>
public sealed record OutgoingDraft(int AssociateId, string Host, string Sender, IReadOnlyList<string> Recipients)
{
    /// <summary>Without angle brackets; null when it has none.</summary>
    public string? MessageId { get; init; }

    public string Subject { get; init; } = "";

    /// <summary>The account whose folder for sent mail gets the copy; null for none.</summary>
    public int? AccountId { get; init; }

    /// <summary>The message that the copy replaces if it is a draft of the account.</summary>
    public int? Replaces { get; init; }

    /// <summary>Whether the message is refused when the associate has sent one with this Message-ID before.</summary>
    public bool IsOnce { get; init; }

    /// <summary>Most messages that the associate may send within an hour; 0 for any number.</summary>
    public int MaxPerHour { get; init; }

    /// <summary>The folder for the copy on a server that the caller named; null for none.</summary>
    public Secret? CopyTo { get; init; }

    /// <summary>Null when no copy is wanted.</summary>
    public MessageContent? Copy { get; init; }

    /// <summary>The ties of the copy; null when the sender gives none, or the copy is not cached.</summary>
    public MessageTie? Tie { get; init; }
}

/// <summary>A copy that is filed.</summary>
/// <param name="FolderId">The account's folder for sent mail.</param>
/// <param name="Content">What <see cref="OutgoingDraft.Copy"/> was.</param>
public sealed record CopyToFile(int FolderId, MessageContent Content);

/// <summary>A message of the outbox.</summary>
public sealed record OutgoingMessage
{
    public int OutgoingId { get; init; }

    public int AssociateId { get; init; }

    /// <summary>Login name of the sender.</summary>
    public string AssociateName { get; init; } = "";

    public int? AccountId { get; init; }

    public OutgoingState State { get; init; }

    public string Host { get; init; } = "";

    public string? MessageId { get; init; }

    public string Sender { get; init; } = "";

    /// <summary>JSON array of addresses.</summary>
    public string Recipients { get; init; } = "[]";

    public string Subject { get; init; } = "";

    public int? Replaces { get; init; }

    /// <summary>Encrypted; see <see cref="SentCopyStore.TargetOf"/>.</summary>
    public string? CopyTo { get; init; }

    public string Reason { get; init; } = "";

    public int Attempts { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Whether the copy is parked until an operator retries it.</summary>
    public bool IsParked => State == OutgoingState.Accepted && RetryAt is null;

    public IReadOnlyList<string> RecipientList => JsonSerializer.Deserialize<string[]>(Recipients) ?? [];
}

internal static class OutgoingReason
{
    private const int MaxLength = 1000;

    /// <summary>Shortens a reason to the length that is stored at most.</summary>
    public static string Cut(string reason) => reason.Length > MaxLength ? reason[..MaxLength] : reason;
}
