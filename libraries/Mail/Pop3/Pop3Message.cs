namespace Services83.EMail.Mail.Pop3;

/// <summary>A message as the server lists it.</summary>
/// <param name="Number">Its number in this session, from 1.</param>
/// <param name="UniqueId">The same in every session (RFC 1939, UIDL); 1 to 70 printable characters.</param>
/// <param name="Size">In bytes, as the server counts them; null when it was not requested.</param>
public sealed record Pop3Message(int Number, string UniqueId, long? Size);
