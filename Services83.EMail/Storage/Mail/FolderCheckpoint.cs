namespace Services83.EMail.Storage.Mail;

/// <summary>
/// A server's state of a folder before the folder was last synced completely (RFC 9051 section 2.3.1, RFC 7162 section 3.1). It is stored
/// as a whole, and only after all data that it describes is stored.
/// </summary>
/// <param name="UidValidity">UIDVALIDITY; a different value means that the UIDs are new ones.</param>
/// <param name="UidNext">UIDNEXT: every message that arrives later has this UID or a higher one.</param>
/// <param name="HighestModSeq">HIGHESTMODSEQ; null if the server has none.</param>
/// <param name="MessageCount">Number of messages, 0 or more.</param>
public sealed record FolderCheckpoint(uint UidValidity, uint UidNext, ulong? HighestModSeq, int MessageCount);
