using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Services83.EMail.Sandbox;

/// <summary>One stored message in its present state. Immutable: a change of flags makes a new object with a higher mod-sequence.</summary>
/// <param name="Uid">Unique identifier in its folder, from 1 (RFC 9051, section 2.3.1.1).</param>
/// <param name="Raw">The bytes as they were appended; sent to clients unchanged.</param>
/// <param name="Flags">System flags and keywords, compared in any letter case.</param>
/// <param name="InternalDate">When the server received the message.</param>
/// <param name="ModSeq">Mod-sequence of the last change (RFC 7162).</param>
public sealed record SandboxMessage(
    uint Uid, ReadOnlyMemory<byte> Raw, ImmutableSortedSet<string> Flags, DateTimeOffset InternalDate, ulong ModSeq)
{
    /// <summary>The same for the same bytes in any folder (RFC 8474, section 5.1).</summary>
    internal string EmailId => $"M{Convert.ToHexStringLower(SHA256.HashData(Raw.Span).AsSpan(0, 12))}";

    /// <summary>X-GM-MSGID, the same for the same bytes in any folder.</summary>
    internal ulong GmailId => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Raw.Span));

    /// <summary>The flags as IMAP writes them between parentheses.</summary>
    internal string FlagList => string.Join(' ', Flags);
}
