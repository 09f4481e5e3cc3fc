namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>A reply was larger than the limit.</summary>
/// <param name="limit">The exceeded limit, such as <c>2000 bytes</c>.</param>
internal sealed class ReplyTooLargeException(string limit) : Exception($"The reply has more than {limit}.")
{
    public string Limit { get; } = limit;
}

/// <summary>Reads another stream up to a number of bytes and throws after that.</summary>
internal sealed class LimitedStream(Stream inner, long limit) : ReadStream
{
    private long _read;

    /// <exception cref="ReplyTooLargeException">There is more than the limit.</exception>
    /// <exception cref="IOException">The connection broke, or the compressed data is damaged.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(await inner.ReadAsync(buffer, cancellationToken));
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            // gzip and deflate throw the first one, Brotli the second one.
            throw new IOException("The reply cannot be decompressed.", exception);
        }
    }

    public override int Read(Span<byte> buffer) => Count(inner.Read(buffer));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        _read += read;
        return _read <= limit ? read : throw new ReplyTooLargeException($"{limit} bytes");
    }
}
