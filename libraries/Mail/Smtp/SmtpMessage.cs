namespace Services83.EMail.Mail.Smtp;

/// <summary>A message and its recipients.</summary>
/// <param name="From">The address that failures are reported to; empty for none.</param>
/// <param name="Recipients">Their addresses, domains in ASCII; at least one.</param>
/// <param name="Length">Bytes of the message.</param>
/// <param name="Chunks">
/// The bytes, piece by piece; each piece is used before the next one is requested. Every kind of line end becomes CRLF, so that nothing in
/// a message can be taken for its end.
/// </param>
public sealed record SmtpMessage(string From, IReadOnlyList<string> Recipients, long Length, Func<IEnumerable<ReadOnlyMemory<byte>>> Chunks)
{
    /// <summary>Whether it has bytes beyond ASCII.</summary>
    public bool IsEightBit { get; init; }

    /// <summary>Whether it has an address beyond ASCII in its header (RFC 6531).</summary>
    public bool IsInternational { get; init; }
}
