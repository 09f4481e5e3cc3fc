using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>
/// Writes a request's JSON. Long byte arrays and texts, such as attachments, are not in the buffer: they are stored in <see
/// cref="LongValues"/> and encoded piece by piece while the body is sent, so that memory holds no second copy of them.
/// </summary>
internal sealed class JsonBody : HttpContent
{
    private const int PieceLength = 48 * 1024;

    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly IReadOnlyList<LongValue> _longValues;
    private readonly JavaScriptEncoder _encoder;

    /// <param name="write">Writes the whole body with a serializer that knows <see cref="LongValues.Converters"/>.</param>
    /// <param name="options">The options of that serializer.</param>
    public JsonBody(Action<Utf8JsonWriter> write, JsonSerializerOptions options)
    {
        _encoder = options.Encoder ?? JavaScriptEncoder.Default;
        using var writer = new Utf8JsonWriter(_json, new JsonWriterOptions { Encoder = _encoder, SkipValidation = true });
        using var longValues = LongValues.CollectFrom(writer);
        write(writer);
        writer.Flush();
        _longValues = longValues.Found;
        Headers.ContentType = new MediaTypeHeaderValue(MediaTypes.Json, "utf-8");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceLength * 6);
        try
        {
            var written = 0;
            foreach (var value in _longValues)
            {
                await stream.WriteAsync(_json.WrittenMemory[written..value.Position], cancellationToken);
                written = value.Position;
                await (value.Octets is { } octets
                    ? WriteOctetsAsync(stream, octets, buffer, cancellationToken)
                    : WriteTextAsync(stream, value.Text!, buffer, cancellationToken));
            }

            await stream.WriteAsync(_json.WrittenMemory[written..], cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Known unless there is a long text, whose encoded length is unknown before it is encoded.</summary>
    protected override bool TryComputeLength(out long length)
    {
        length = _json.WrittenCount + _longValues.Sum(value => value.Octets is { } octets ? Base64.GetMaxEncodedToUtf8Length(octets.Length) : 0L);
        return _longValues.All(value => value.Octets is not null);
    }

    private static async Task WriteOctetsAsync(Stream stream, ReadOnlyMemory<byte> octets, byte[] buffer, CancellationToken cancellationToken)
    {
        while (octets.Length > 0)
        {
            var piece = octets[..Math.Min(octets.Length, PieceLength)];
            Base64.EncodeToUtf8(piece.Span, buffer, out _, out var length, isFinalBlock: piece.Length == octets.Length);
            await stream.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
            octets = octets[piece.Length..];
        }
    }

    private async Task WriteTextAsync(Stream stream, string text, byte[] buffer, CancellationToken cancellationToken)
    {
        // An escape is up to six characters for one, or twelve for a pair; in UTF-8 a piece may become three times as long instead.
        var escaped = ArrayPool<char>.Shared.Rent(PieceLength);
        try
        {
            for (var start = 0; start < text.Length;)
            {
                _encoder.Encode(text.AsSpan(start), escaped, out var consumed, out var count, isFinalBlock: true);
                start += consumed;
                await stream.WriteAsync(buffer.AsMemory(0, Encoding.UTF8.GetBytes(escaped.AsSpan(0, count), buffer)), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(escaped);
        }
    }
}
