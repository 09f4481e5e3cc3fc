namespace Services83.EMail.Gateway.Upstream;

/// <summary>A reply was larger than is accepted.</summary>
internal sealed class ReplyTooLargeException() : Exception("The reply is larger than is accepted.");

/// <summary>Reads another stream up to a number of octets and refuses to go on after that.</summary>
internal sealed class LimitedStream(Stream inner, long limit) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <exception cref="ReplyTooLargeException">There is more than the limit.</exception>
    /// <exception cref="IOException">The line broke, or what was to be decompressed is damaged.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(await inner.ReadAsync(buffer, cancellationToken));
        }
        catch (Exception damage) when (damage is InvalidDataException or InvalidOperationException)
        {
            // The first is what gzip and deflate throw, the second what Brotli does.
            throw new IOException("The reply cannot be decompressed.", damage);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

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
        return _read <= limit ? read : throw new ReplyTooLargeException();
    }
}
