using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Services83.EMail.Storage.Mail.Reports;

namespace Services83.EMail.Storage.Mail;

/// <summary>The bytes of a message with the data for lists, read before a transaction begins. Stored once, even if many messages have it.</summary>
/// <param name="Header">The parsed header.</param>
/// <param name="Raw">The bytes; only the header when not <paramref name="Complete"/>.</param>
/// <param name="Size">Size of the whole message in bytes.</param>
/// <param name="Complete">False when the message is larger than the configured limit.</param>
public sealed record MessageContent(MessageHeader Header, ReadOnlyMemory<byte> Raw, long Size, bool Complete)
{
    /// <summary>What the message reports of another one that was not delivered; null when it is no such report.</summary>
    public ReportedDelivery? Report { get; init; }

    /// <summary>The message without the bodies of its large attachments; null when it has none.</summary>
    public ContentOutline? Outline { get; init; }

    /// <summary>SHA-256 by which equal content is recognised.</summary>
    internal byte[] Hash { get; } = HashOf(Raw.Span, Size, Complete);

    /// <summary>The form that the database needs; only a part of an array is copied.</summary>
    internal byte[] Octets => MemoryMarshal.TryGetArray(Raw, out var segment) && segment.Array!.Length == Raw.Length ? segment.Array : Raw.ToArray();

    /// <summary>The <see cref="Hash"/> of bytes that are compared and not stored.</summary>
    internal static byte[] HashOf(ReadOnlySpan<byte> raw, long size, bool complete) => complete ? SHA256.HashData(raw) : HashOfPart(raw, size);

    /// <summary>The hash of a header must differ from that of a whole message with the same bytes, and from that of a message with another
    /// size.</summary>
    private static byte[] HashOfPart(ReadOnlySpan<byte> header, long size)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\0header of {size}")));
        return hash.GetHashAndReset();
    }
}

/// <summary>A message without the bodies of its large attachments.</summary>
/// <param name="Raw">All its other bytes.</param>
/// <param name="Sizes">The attachments without body: their section numbers and sizes in bytes.</param>
public sealed record ContentOutline(byte[] Raw, IReadOnlyDictionary<string, int> Sizes);

/// <summary>The values of a message's header that are stored beside the bytes, for lists and searches.</summary>
public sealed record MessageHeader
{
    /// <summary>Message-ID without angle brackets, null when the message has none.</summary>
    public string? MessageId { get; init; }

    /// <summary>The first id in In-Reply-To, without angle brackets; null when there is none.</summary>
    public string? InReplyTo { get; init; }

    public string Subject { get; init; } = "";

    /// <summary>Display name of the first author; empty when there is none.</summary>
    public string FromName { get; init; } = "";

    public string FromAddress { get; init; } = "";

    /// <summary>The recipients in To, in order.</summary>
    public IReadOnlyList<(string Name, string Address)> Recipients { get; init; } = [];

    /// <summary>Date; null when there is none or it is not a valid time.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>1 (highest) to 5 (lowest) as in X-Priority; 0 when the message says nothing about it.</summary>
    public int Priority { get; init; }
}
