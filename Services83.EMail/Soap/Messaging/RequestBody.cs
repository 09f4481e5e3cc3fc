using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;

namespace Services83.EMail.Soap.Messaging;

/// <summary>The bytes of a request, decompressed, within the limit, in one array.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstSize = 8 * 1024;
    private const int MaxRented = 1 << 20;

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
        await using var plain = await DecompressAsync(request, encodings.ToString(), cancellation);
        try
        {
            return await ReadAsync(plain, 0, limit, cancellation);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            // The one from gzip and deflate, the other from Brotli.
            throw ProtocolFault.BadRequest("The message is compressed, but damaged.", e);
        }
    }

    public void Dispose()
    {
        Release(Bytes);
        Bytes = [];
    }

    private static async Task<RequestBody> ReadAsync(Stream body, long announced, long limit, CancellationToken cancellation)
    {
        var bytes = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(announced + 1, FirstSize, MaxRented));
        var count = 0;
        try
        {
            while (true)
            {
                if (count == bytes.Length) bytes = Grow(bytes, announced, limit);
                var read = await body.ReadAsync(bytes.AsMemory(count), cancellation);
                if (read == 0) break;
                count += read;
                if (count > limit) throw ProtocolFault.TooLarge(limit);
            }

            var result = new RequestBody(bytes, count);
            bytes = [];
            return result;
        }
        finally
        {
            Release(bytes);
        }
    }

    /// <summary>
    /// A larger array with the same start. What has been announced is believed only after a first megabyte has come, and then taken
    /// at once; otherwise the size doubles. Large arrays are not rented: the pool would keep them.
    /// </summary>
    private static byte[] Grow(byte[] bytes, long announced, long limit)
    {
        var wanted = bytes.Length < MaxRented ? bytes.Length * 2L : Math.Max(bytes.Length * 2L, announced + 1);
        var size = (int)Math.Min(wanted, limit + 1);
        var larger = size <= MaxRented ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);
        bytes.CopyTo(larger, 0);
        Release(bytes);
        return larger;
    }

    private static void Release(byte[] bytes)
    {
        if (bytes.Length is > 0 and <= MaxRented) ArrayPool<byte>.Shared.Return(bytes);
    }

    private static async Task<Stream> DecompressAsync(HttpRequest request, string encoding, CancellationToken cancellation)
    {
        switch (encoding.Trim().ToLowerInvariant())
        {
            case "" or "identity":
                return request.Body;
            case "gzip" or "x-gzip":
                return new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
            case "br":
                return new BrotliStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
            case "deflate":
                // RFC 9110 means the zlib format (8.4.1.2), and notes that some send the bare data.
                var body = request.BodyReader.AsStream(leaveOpen: true);
                return await StartsAsZLibAsync(request.BodyReader, cancellation)
                    ? new ZLibStream(body, CompressionMode.Decompress, leaveOpen: true)
                    : new DeflateStream(body, CompressionMode.Decompress, leaveOpen: true);
            default:
                throw ProtocolFault.UnsupportedMediaType("The Content-Encoding is none of gzip, deflate and br.");
        }
    }

    /// <summary>Whether the first two bytes are a zlib header (RFC 1950, 2.2). They stay unread.</summary>
    private static async Task<bool> StartsAsZLibAsync(PipeReader body, CancellationToken cancellation)
    {
        var start = await body.ReadAtLeastAsync(2, cancellation);
        var bytes = start.Buffer.Slice(0, Math.Min(2, start.Buffer.Length)).ToArray();
        body.AdvanceTo(start.Buffer.Start);
        return bytes.Length == 2 && (bytes[0] & 0x0F) == 8 && ((bytes[0] << 8) | bytes[1]) % 31 == 0;
    }
}
