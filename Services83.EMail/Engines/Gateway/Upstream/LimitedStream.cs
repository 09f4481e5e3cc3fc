namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>A reply was larger than is accepted.</summary>
/// <param name="limit">What it had more of, such as <c>2000 octets</c>.</param>
internal sealed class ReplyTooLargeException(string limit) : Exception($"The reply has more than {limit}.")
{
    public string Limit { get; } = limit;
}

/// <summary>Reads another stream up to a number of octets and refuses to go on after that.</summary>
internal sealed class LimitedStream(Stream inner, long limit) : ReadStream
{
    private long _read;

    /// <exception cref="ReplyTooLargeException">There is more than the limit.</exception>
    /// <exception cref="IOException">The line broke, or what was to be decompressed is damaged.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(await inner.ReadAsync(buffer, cancellationToken));
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            // The first is what gzip and deflate throw, the second what Brotli does.
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
        return _read <= limit ? read : throw new ReplyTooLargeException($"{limit} octets");
    }
}
