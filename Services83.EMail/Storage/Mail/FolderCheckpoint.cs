namespace Services83.EMail.Storage.Mail;

/// <summary>
/// What a server said about a folder before it was last synced to the end (RFC 9051 section 2.3.1, RFC 7162 section 3.1).
/// Stored as a whole and only after everything that it stands for is stored.
/// </summary>
/// <param name="UidValidity">UIDVALIDITY; any difference means that the UIDs are new ones.</param>
/// <param name="UidNext">UIDNEXT: no message below it arrived later.</param>
/// <param name="HighestModSeq">HIGHESTMODSEQ; null where the server keeps none.</param>
/// <param name="MessageCount">Number of messages, 0 or more.</param>
public sealed record FolderCheckpoint(uint UidValidity, uint UidNext, ulong? HighestModSeq, int MessageCount);
