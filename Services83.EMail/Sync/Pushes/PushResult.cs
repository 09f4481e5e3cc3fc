namespace Services83.EMail.Sync.Pushes;

/// <summary>How far the changes of an account got.</summary>
/// <param name="AskAgain">
/// Whether some were made, and others wait for a message that the sync has yet to find: the next sync can go on where this one ended.
/// </param>
/// <param name="Refusal">What the server refused for now, in its own words; null when it refused nothing.</param>
internal sealed record PushResult(bool AskAgain, string? Refusal);
