using System.Buffers.Text;

namespace Services83.EMail.Mail.Mime.Composing;

/// <summary>
/// A message ready for the wire: line ends are CRLF, lines have at most 998 bytes, and it ends in a line end. Attachments are encoded while
/// they are written, so a message needs little more memory than its source.
/// </summary>
public sealed class ComposedMessage
{
    private const int OctetsPerLine = 57;
    private const int EncodedLine = 78; // 76 characters and CRLF
    private const int LinesPerChunk = 840;

    private readonly IReadOnlyList<Segment> _segments;

    internal ComposedMessage(OutgoingMessage source, IReadOnlyList<Segment> segments, bool requiresSmtpUtf8, bool requiresEightBit)
    {
        Source = source;
        _segments = segments;
        RequiresSmtpUtf8 = requiresSmtpUtf8;
        RequiresEightBit = requiresEightBit;
        Length = segments.Sum(segment => segment.Length);
    }

    /// <summary>The source of the message.</summary>
    public OutgoingMessage Source { get; }

    /// <summary>Without angle brackets.</summary>
    public string MessageId => Source.MessageId;

    /// <summary>Bytes of the whole message.</summary>
    public long Length { get; }

    /// <summary>Whether an address in the header has a local part beyond ASCII (RFC 6531).</summary>
    public bool RequiresSmtpUtf8 { get; }

    /// <summary>Whether it has bytes beyond ASCII, which can only come from an embedded message (RFC 6152).</summary>
    public bool RequiresEightBit { get; }

    /// <summary>The bytes, piece by piece. A piece is valid until the next one is requested. May be called several times.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Chunks()
    {
        var buffer = Array.Empty<byte>();
        foreach (var segment in _segments)
        {
            if (!segment.IsBase64)
            {
                yield return segment.Octets;
                continue;
            }

            if (buffer.Length == 0)
            {
                buffer = new byte[EncodedLine * LinesPerChunk];
            }

            for (var rest = segment.Octets; !rest.IsEmpty;)
            {
                var length = Math.Min(rest.Length, OctetsPerLine * LinesPerChunk);
                yield return buffer.AsMemory(0, Encode(rest.Span[..length], buffer));
                rest = rest[length..];
            }
        }
    }

    /// <summary>The whole message in one piece.</summary>
    public byte[] ToArray()
    {
        var result = new byte[Length];
        var position = 0;
        foreach (var chunk in Chunks())
        {
            chunk.CopyTo(result.AsMemory(position));
            position += chunk.Length;
        }

        return result;
    }

    private static int Encode(ReadOnlySpan<byte> octets, Span<byte> target)
    {
        var written = 0;
        while (!octets.IsEmpty)
        {
            var line = octets[..Math.Min(octets.Length, OctetsPerLine)];
            Base64.EncodeToUtf8(line, target[written..], out _, out var length);
            written += length;
            target[written++] = (byte)'\r';
            target[written++] = (byte)'\n';
            octets = octets[line.Length..];
        }

        return written;
    }

    /// <summary>Bytes that are written unchanged, or as lines of base64.</summary>
    internal readonly record struct Segment(ReadOnlyMemory<byte> Octets, bool IsBase64)
    {
        public long Length => IsBase64
            ? ((Octets.Length + 2L) / 3 * 4) + ((Octets.Length + OctetsPerLine - 1L) / OctetsPerLine * 2)
            : Octets.Length;
    }
}
