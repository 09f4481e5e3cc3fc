namespace Services83.EMail.Soap.Limits;

/// <summary>The limits of a request. A request beyond them is refused, never cut.</summary>
public sealed record SoapLimits
{
    /// <summary>Largest request in bytes after decompression, 1 KiB to 2 GiB; default 96 MiB, which is enough for a 64 MB
    /// attachment.</summary>
    public long MaxMessageBytes { get; init; } = 96L << 20;

    /// <summary>
    /// Memory for all requests that one service holds at a time, from <see cref="MaxMessageBytes"/>; default an eighth of the memory that
    /// the process may use, 96 to 256 MiB. Requests above it are answered 503. The first 64 KiB of a request and its first 256 elements do
    /// not count, each further element counts as 512 bytes; the objects made from long texts may take up to four times as much memory in
    /// addition.
    /// </summary>
    public long MaxBufferedBytes { get; init; } = Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8, 96L << 20, 256L << 20);

    /// <summary>
    /// Largest reply in bytes, from 1 MiB; default 512 MiB. <see cref="MaxBufferedBytes"/> also limits the memory of all replies while they
    /// are sent, attachments not counted.
    /// </summary>
    public long MaxReplyBytes { get; init; } = 512L << 20;

    /// <summary>
    /// How long a request may take for each 64 KiB after the first ones, more than zero; default 30 seconds.
    /// </summary>
    public TimeSpan ReceivePatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Deepest nesting of elements, 16 to 1,024; default 128, as in WCF.</summary>
    public int MaxDepth { get; init; } = 128;

    /// <summary>Longest text in bytes of UTF-8, from 1,024; default: as long as a message may be.</summary>
    public int MaxStringLength { get; init; } = int.MaxValue;

    /// <summary>Most attributes of one element, 16 to 100,000; default 4,096.</summary>
    public int MaxAttributes { get; init; } = 4096;

    /// <summary>Most elements of a message, 1,000 to 100,000,000; default 250,000. Empty ones need more memory than their text is
    /// long.</summary>
    public int MaxElements { get; init; } = 250_000;

    internal void Validate()
    {
        Check(MaxMessageBytes is >= 1024 and <= int.MaxValue, nameof(MaxMessageBytes), "1024 to 2147483647");
        Check(MaxBufferedBytes >= MaxMessageBytes, nameof(MaxBufferedBytes), $"{nameof(MaxMessageBytes)} ({MaxMessageBytes}) or more");
        Check(MaxReplyBytes >= 1 << 20, nameof(MaxReplyBytes), "1048576 or more");
        Check(ReceivePatience > TimeSpan.Zero, nameof(ReceivePatience), "more than zero");
        Check(MaxDepth is >= 16 and <= 1024, nameof(MaxDepth), "16 to 1024");
        Check(MaxStringLength >= 1024, nameof(MaxStringLength), "1024 or more");
        Check(MaxElements is >= 1000 and <= 100_000_000, nameof(MaxElements), "1000 to 100000000");
        Check(MaxAttributes is >= 16 and <= 100_000, nameof(MaxAttributes), "16 to 100000");
    }

    public XmlLimits ToXmlLimits() => new(MaxDepth, MaxElements, MaxAttributes, MaxStringLength);

    private static void Check(bool valid, string name, string range)
    {
        if (!valid)
        {
            throw new InvalidOperationException($"{name} must be {range}.");
        }
    }
}
