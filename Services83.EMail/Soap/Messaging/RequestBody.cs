using System.Buffers;
using System.IO.Compression;

namespace Services83.EMail.Soap.Messaging;

/// <summary>The bytes of a request, decompressed, within the limit, in a rented array.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstSize = 8 * 1024;

    private RequestBody(byte[] bytes, int count)
    {
        Bytes = bytes;
        Count = count;
    }

    public byte[] Bytes { get; private set; }

    public int Count { get; }

    /// <exception cref="ServiceModel.FaultException">The body is too large, or compressed in an unknown or damaged way.</exception>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, long limit, CancellationToken cancellation)
    {
        if (request.ContentLength > limit) throw ProtocolFault.TooLarge(limit);
        var encodings = request.Headers.ContentEncoding;
        if (encodings.Count == 0) return await ReadAsync(request.Body, request.ContentLength ?? 0, limit, cancellation);
        await using var plain = Decompress(request.Body, encodings.ToString());
        try
        {
            return await ReadAsync(plain, 0, limit, cancellation);
        }
        catch (InvalidDataException e)
        {
            throw ProtocolFault.BadRequest("The message is compressed, but damaged.", e);
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(Bytes);
        Bytes = [];
    }

    private static async Task<RequestBody> ReadAsync(Stream body, long expected, long limit, CancellationToken cancellation)
    {
        // One byte more than announced, so that the end is seen without growing.
        var bytes = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(expected + 1, FirstSize, 1 << 20));
        var count = 0;
        try
        {
            while (true)
            {
                if (count == bytes.Length) bytes = Grow(bytes);
                var read = await body.ReadAsync(bytes.AsMemory(count), cancellation);
                if (read == 0) break;
                count += read;
                if (count > limit) throw ProtocolFault.TooLarge(limit);
            }

            var result = new RequestBody(bytes, count);
            bytes = null;
            return result;
        }
        finally
        {
            if (bytes is not null) ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static byte[] Grow(byte[] bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(bytes.Length * 2);
        bytes.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(bytes);
        return larger;
    }

    private static Stream Decompress(Stream body, string encoding) => encoding.Trim().ToLowerInvariant() switch
    {
        "" or "identity" => body,
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress, leaveOpen: true),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress, leaveOpen: true),
        "br" => new BrotliStream(body, CompressionMode.Decompress, leaveOpen: true),
        _ => throw ProtocolFault.UnsupportedMediaType("The Content-Encoding is none of gzip, deflate and br."),
    };
}
