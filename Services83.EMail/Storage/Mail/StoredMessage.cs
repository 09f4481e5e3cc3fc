using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Storage.Mail;

/// <summary>A message as fetched, ready to be stored.</summary>
/// <param name="Uid">UID in the folder that it was fetched from, 1 or more.</param>
/// <param name="Flags">Flags that the server gave.</param>
/// <param name="ReceivedAt">INTERNALDATE.</param>
/// <param name="Raw">The octets; only the header when not <paramref name="Complete"/>.</param>
/// <param name="Size">Size of the whole message in octets.</param>
/// <param name="Complete">False when the message is larger than the configured limit.</param>
public sealed record NewMessage(uint Uid, EMailFlags Flags, DateTimeOffset ReceivedAt, ReadOnlyMemory<byte> Raw, long Size, bool Complete)
{
    /// <summary>RFC822.SIZE as the server tells it, which need not be the length; null when it was not asked.</summary>
    public long? ServerSize { get; init; }

    /// <summary>INTERNALDATE as the server tells it; null when it was not asked, or told nothing readable.</summary>
    public DateTimeOffset? InternalDate { get; init; }

    /// <summary>EMAILID (RFC 8474); null when it was not told.</summary>
    public string? EmailId { get; init; }

    /// <summary>What the header says.</summary>
    public MimeEnvelope Envelope { get; } = MimeReader.ReadHeaders(Raw);

    /// <summary>SHA-256 by which equal content is recognised.</summary>
    internal byte[] Hash { get; } = Complete ? SHA256.HashData(Raw.Span) : HashOfPart(Raw.Span, Size);

    /// <summary>A header must not be taken for a whole message of the same octets, nor for that of a message of another size.</summary>
    private static byte[] HashOfPart(ReadOnlySpan<byte> header, long size)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\0header of {size}")));
        return hash.GetHashAndReset();
    }
}

/// <summary>One message of one account with what a list shows of it.</summary>
public sealed class StoredItem
{
    public int ItemId { get; init; }

    public int AccountId { get; init; }

    public int FolderId { get; init; }

    public required string FolderName { get; init; }

    /// <summary>UID in the folder; null while the message waits for a new placement.</summary>
    public long? Uid { get; init; }

    public EMailFlags Flags { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? RepliedAt { get; init; }

    public int ContentId { get; init; }

    /// <summary>Octets of the whole message on the server.</summary>
    public long Size { get; init; }

    /// <summary>False when only the header is stored.</summary>
    public bool Complete { get; init; }

    /// <summary>Message-ID without angle brackets, null when the message has none.</summary>
    public string? MessageId { get; init; }

    public string? InReplyTo { get; init; }

    public required string Subject { get; init; }

    public required string FromName { get; init; }

    public required string FromAddress { get; init; }

    /// <summary>JSON array of [name, address] pairs.</summary>
    public required string Recipients { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    public int Priority { get; init; }
}
