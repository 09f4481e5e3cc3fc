using Services83.EMail.Storage;

namespace Services83.EMail.Sync.Run;

/// <summary>How the sync of one account ended.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="NewMessages">Messages stored for the first time.</param>
/// <param name="Error">The failure, or null when every folder was synced.</param>
public sealed record SyncOutcome(int AccountId, int NewMessages, Exception? Error)
{
    /// <summary>What the account is to say although the sync succeeded; usually empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether a retry may help. It may after an unexpected failure.</summary>
    public bool IsTransient => Error is MailServerException { IsTransient: true } or ThrottledException or not AgentException;

    /// <summary>
    /// Throws the failure as a new object for each caller: many callers may wait for one sync, and if all of them threw the same object,
    /// their stack traces would be mixed.
    /// </summary>
    public void ThrowIfFailed()
    {
        switch (Error)
        {
            case null:
                return;
            case MailServerException error:
                throw new MailServerException(error.Parameters["server"], error.Message, error.IsTransient, error) { IsForbidden = error.IsForbidden };
            case EntityNotFoundException error:
                var (argument, value) = error.Parameters.First();
                throw new EntityNotFoundException(error.Message, argument, value);
            case ThrottledException error:
                throw new ThrottledException(error.Message) { RetryAfter = error.RetryAfter };
            case StorageException error:
                throw new StorageException(error.Message, error.IsTransient, error) { Summary = error.Summary };
            default:
                throw new InvalidOperationException($"The sync of account {AccountId} failed: {Error.Message}", Error);
        }
    }
}
