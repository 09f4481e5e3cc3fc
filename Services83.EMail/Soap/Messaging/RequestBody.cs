using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Services83.EMail.Soap.Hosting;

namespace Services83.EMail.Soap.Messaging;

/// <summary>The bytes of a request, decompressed, within the limit, in one array.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstSize = 8 * 1024;

    // What connections send anyway. Only from here on a body counts, so that nearly all requests are served however many large ones come.
    private const int FreeSize = 64 * 1024;
    private const int MaxRented = 1 << 20;

    private readonly BufferBudget _budget;
    private readonly SoapLimits _limits;
    private CancellationTokenSource? _patience;
    private int _due;
    private long _taken;

    private RequestBody(BufferBudget budget, SoapLimits limits) => (_budget, _limits) = (budget, limits);

    public byte[] Bytes { get; private set; } = [];

    public int Count { get; private set; }

    /// <exception cref="ServiceModel.FaultException">
    /// The body is too large, too slow, compressed in an unknown or damaged way, or does not fit beside those that are being worked on.
    /// </exception>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, SoapLimits limits, BufferBudget budget, CancellationToken cancellation)
    {
        if (request.ContentLength > limits.MaxMessageBytes) throw ProtocolFault.TooLarge(limits.MaxMessageBytes);
        var body = new RequestBody(budget, limits);
        try
        {
            await body.FillAsync(request, cancellation);
            return body;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && body._patience is { IsCancellationRequested: true })
        {
            body.Dispose();
            throw ProtocolFault.TooSlow();
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Release(Bytes);
        Bytes = [];
        _budget.Return(_taken);
        _taken = 0;
        _patience?.Dispose();
    }

    private async Task FillAsync(HttpRequest request, CancellationToken cancellation)
    {
        var encodings = request.Headers.ContentEncoding;
        if (encodings.Count == 0)
        {
            await FillAsync(request.Body, request.ContentLength ?? 0, cancellation);
            return;
        }

        await using var plain = await DecompressAsync(request, encodings.ToString(), cancellation);
        try
        {
            await FillAsync(plain, 0, cancellation);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            // The one from gzip and deflate, the other from Brotli.
            throw ProtocolFault.BadRequest("The message is compressed, but damaged.", e);
        }
    }

    private async Task FillAsync(Stream body, long announced, CancellationToken cancellation)
    {
        Bytes = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(announced + 1, FirstSize, FreeSize));
        while (true)
        {
            if (Count == Bytes.Length) Grow(announced, _limits.MaxMessageBytes);
            var read = await body.ReadAsync(Bytes.AsMemory(Count), _taken > 0 ? Patience(cancellation) : cancellation);
            if (read == 0) return;
            Count += read;
            if (Count > _limits.MaxMessageBytes) throw ProtocolFault.TooLarge(_limits.MaxMessageBytes);
        }
    }

    // The server's minimum data rate is an average: who has sent much at first could hold for hours what others need.
    private CancellationToken Patience(CancellationToken cancellation)
    {
        _patience ??= CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (Count < _due) return _patience.Token;
        _due = Count + FreeSize;
        _patience.CancelAfter(_limits.ReceivePatience);
        return _patience.Token;
    }

    /// <summary>
    /// A larger array with the same start. What has been announced is believed only after a sixteenth of it has come, and then taken
    /// at once; otherwise the size doubles. Large arrays are not rented: the pool would keep them.
    /// </summary>
    private void Grow(long announced, long limit)
    {
        var wanted = Count >= announced / 16 ? Math.Max(Count * 2L, announced + 1) : Count * 2L;
        var size = (int)Math.Min(wanted, limit + 1);
        var more = Math.Max(size, FreeSize) - FreeSize - _taken;
        if (!_budget.TryTake(more)) throw ProtocolFault.Busy();
        _taken += more;
        var larger = size <= MaxRented ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);
        Bytes.AsSpan(0, Count).CopyTo(larger);
        Release(Bytes);
        Bytes = larger;
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
