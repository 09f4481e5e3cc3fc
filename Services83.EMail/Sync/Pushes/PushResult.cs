namespace Services83.EMail.Sync.Pushes;

/// <summary>The result of pushing the changes of an account.</summary>
/// <param name="AskAgain">
/// Whether some changes were made, and others wait for a message that the sync must find first: then the next sync can continue.
/// </param>
/// <param name="Refusal">The server's text of a temporary refusal; null when it refused nothing.</param>
internal sealed record PushResult(bool AskAgain, string? Refusal);
