using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Soap.Messaging;

/// <summary>
/// The bytes of a request, decompressed, within the limit, in one array. They are read in two steps: the start, which needs no more memory
/// than any connection and is read for every caller, and the rest, only for callers that may call.
/// </summary>
public sealed class RequestBody : IDisposable
{
    /// <summary>Bytes of a body that are read before the caller is known. They do not count against the budget.</summary>
    public const int StartSize = 64 * 1024;

    private const int FirstSize = 8 * 1024;
    private const int MaxRented = 1 << 20;

    private readonly HttpRequest _request;
    private readonly SoapLimits _limits;
    private readonly long _announced;
    private Stream? _plain;
    private CancellationTokenSource? _patience;
    private int _due;
    private int _counted;

    /// <exception cref="ServiceModel.FaultException">The body's announced length is too large.</exception>
    public RequestBody(HttpRequest request, SoapLimits limits, BufferBudget budget)
    {
        if (request.ContentLength > limits.MaxMessageBytes)
        {
            throw ProtocolFault.TooLarge(limits.MaxMessageBytes);
        }

        _request = request;
        _limits = limits;
        _announced = request.Headers.ContentEncoding.Count == 0 ? request.ContentLength ?? 0 : 0;
        Claim = new BudgetClaim(budget);
    }

    public byte[] Bytes { get; private set; } = [];

    public int Count { get; private set; }

    /// <summary>Whether all of it has been read.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The part of the memory budget for the message, until it is disposed of.</summary>
    public BudgetClaim Claim { get; }

    /// <summary>Reads until the body ends or <see cref="StartSize"/> is reached.</summary>
    /// <exception cref="ServiceModel.FaultException">The body is compressed in an unknown or damaged way, or too large.</exception>
    public ValueTask ReadStartAsync(CancellationToken cancellation)
    {
        Bytes = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(_announced + 1, FirstSize, StartSize));
        return _request.Headers.ContentEncoding.Count == 0 ? FillAsync(StartSize, cancellation) : ReadCompressedStartAsync(cancellation);
    }

    /// <summary>Reads the rest after the start.</summary>
    /// <exception cref="ServiceModel.FaultException">
    /// The body is too large, too slow, damaged, or the memory budget is used up by other requests.
    /// </exception>
    public ValueTask ReadRestAsync(CancellationToken cancellation) => IsComplete ? default : FillAsync(int.MaxValue, cancellation);

    /// <summary>
    /// Reads and discards the rest for some time: a client that sends everything before it reads would not get an earlier answer.
    /// </summary>
    public Task PassOverAsync(CancellationToken cancellation) => IsComplete ? Task.CompletedTask : DiscardRestAsync(cancellation);

    public void Dispose()
    {
        Release(Bytes);
        Bytes = [];
        Claim.Dispose();
        _patience?.Dispose();
        if (_plain != _request.Body)
        {
            _plain?.Dispose();
        }
    }

    private async Task DiscardRestAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_limits.ReceivePatience);
        try
        {
            for (long passed = Count; passed <= _limits.MaxMessageBytes;)
            {
                var read = await _request.Body.ReadAsync(Bytes, patience.Token);
                if (read == 0)
                {
                    return;
                }

                passed += read;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The answer is sent in any case.
        }
    }

    private async ValueTask ReadCompressedStartAsync(CancellationToken cancellation)
    {
        _plain = await DecompressAsync(_request, cancellation);
        await FillAsync(StartSize, cancellation);
    }

    private async ValueTask FillAsync(int upTo, CancellationToken cancellation)
    {
        try
        {
            while (Count < upTo && !IsComplete)
            {
                if (Count == Bytes.Length)
                {
                    Grow();
                }

                await ReadPieceAsync(Claim.Taken > 0 ? Patience(cancellation) : cancellation);
                if (Count > _limits.MaxMessageBytes)
                {
                    throw ProtocolFault.TooLarge(_limits.MaxMessageBytes);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && _patience is { IsCancellationRequested: true })
        {
            throw ProtocolFault.TooSlow();
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException && _plain is not null && _plain != _request.Body)
        {
            // gzip and deflate throw the first one, Brotli the second one.
            throw ProtocolFault.BadRequest("The message is compressed, but damaged.", exception);
        }
    }

    private async ValueTask ReadPieceAsync(CancellationToken cancellation)
    {
        if (_plain is not null)
        {
            var read = await _plain.ReadAsync(Bytes.AsMemory(Count), cancellation);
            IsComplete = read == 0;
            Count += read;
            return;
        }

        // The web server's buffer itself: it also tells that nothing follows, which a stream only tells by another read.
        var source = _request.BodyReader;
        var received = await source.ReadAsync(cancellation);
        var piece = received.Buffer.Slice(0, Math.Min(received.Buffer.Length, Bytes.Length - Count));
        piece.CopyTo(Bytes.AsSpan(Count));
        IsComplete = received.IsCompleted && piece.Length == received.Buffer.Length;
        Count += (int)piece.Length;
        source.AdvanceTo(piece.End);
    }

    // The server's minimum data rate is an average: a client that has sent much data first could then hold the memory for hours.
    private CancellationToken Patience(CancellationToken cancellation)
    {
        _patience ??= CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (Count < _due)
        {
            return _patience.Token;
        }

        _due = Count + StartSize;
        _patience.CancelAfter(_limits.ReceivePatience);
        return _patience.Token;
    }

    /// <summary>
    /// A larger array with the same start. An announced length is used only after a sixteenth of it has arrived, and then at once;
    /// otherwise the size doubles. Large arrays are not rented: the pool would keep them.
    /// </summary>
    private void Grow()
    {
        var wanted = Count >= _announced / 16 ? Math.Max(Count * 2L, _announced + 1) : Count * 2L;
        var size = (int)Math.Min(wanted, _limits.MaxMessageBytes + 1);
        var counted = Math.Max(0, size - StartSize);
        Claim.Take(counted - _counted);
        _counted = counted;
        var larger = size <= MaxRented ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);
        Bytes.AsSpan(0, Count).CopyTo(larger);
        Release(Bytes);
        Bytes = larger;
    }

    private static void Release(byte[] bytes)
    {
        if (bytes.Length is > 0 and <= MaxRented)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static async ValueTask<Stream> DecompressAsync(HttpRequest request, CancellationToken cancellation)
    {
        switch (request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant())
        {
            case "" or "identity":
                return request.Body;
            case "gzip" or "x-gzip":
                return new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
            case "br":
                return new BrotliStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
            case "deflate":
                // In RFC 9110 it means the zlib format (8.4.1.2); the RFC notes that some clients send the bare data.
                var body = request.BodyReader.AsStream(leaveOpen: true);
                return await StartsAsZLibAsync(request.BodyReader, cancellation)
                    ? new ZLibStream(body, CompressionMode.Decompress, leaveOpen: true)
                    : new DeflateStream(body, CompressionMode.Decompress, leaveOpen: true);
            default:
                throw ProtocolFault.UnsupportedMediaType("The Content-Encoding must be gzip, deflate or br.");
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
