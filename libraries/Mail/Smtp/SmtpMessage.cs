namespace Services83.EMail.Mail.Smtp;

/// <summary>What to send and to whom.</summary>
/// <param name="From">The address that failures are reported to; empty for none.</param>
/// <param name="Recipients">Their addresses, domains in ASCII; at least one.</param>
/// <param name="Length">Octets of the message.</param>
/// <param name="Chunks">
/// The octets, piece by piece; each is used before the next is asked for. Every kind of line end becomes CRLF, so that nothing in a
/// message can be taken for its end.
/// </param>
public sealed record SmtpMessage(string From, IReadOnlyList<string> Recipients, long Length, Func<IEnumerable<ReadOnlyMemory<byte>>> Chunks)
{
    /// <summary>Whether there are octets beyond ASCII in it.</summary>
    public bool IsEightBit { get; init; }

    /// <summary>Whether there is an address beyond ASCII in its header (RFC 6531).</summary>
    public bool IsInternational { get; init; }
}
