namespace Services83.EMail.Sync;

/// <summary>How the sync of one account ended.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="NewMessages">Messages stored for the first time.</param>
/// <param name="Error">What failed, or null when every folder is in step with the server.</param>
public sealed record SyncOutcome(int AccountId, int NewMessages, AgentException? Error);
