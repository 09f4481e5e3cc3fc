using System.Buffers;

namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>
/// Reads JSON in UTF-8 up to a number of values and throws after that: an empty object is two bytes on the wire and several hundred in
/// memory, so a limit of bytes is not enough. The content of texts does not count, however long they are.
/// </summary>
/// <param name="inner">The other stream; it is disposed with this one.</param>
/// <param name="limit">Most values; an object counts as <see cref="ObjectWeight"/>.</param>
internal sealed class ValueLimitStream(Stream inner, long limit) : ReadStream
{
    public const int ObjectWeight = 5;

    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{[,"u8);
    private static readonly SearchValues<byte> EndOrEscape = SearchValues.Create("\"\\"u8);

    private long _values;
    private bool _inText;
    private bool _escaped;

    /// <exception cref="ReplyTooLargeException">There are more than the limit.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Count(buffer.Span[..read]);
        return read;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Count(buffer[..read]);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Count(ReadOnlySpan<byte> json)
    {
        while (!json.IsEmpty)
        {
            if (_escaped)
            {
                _escaped = false;
                json = json[1..];
                continue;
            }

            var at = json.IndexOfAny(_inText ? EndOrEscape : Structure);
            if (at < 0)
            {
                return;
            }

            Meet(json[at]);
            json = json[(at + 1)..];
        }
    }

    private void Meet(byte octet)
    {
        if (octet == '"')
        {
            _inText = !_inText;
        }
        else if (_inText)
        {
            _escaped = true;
        }
        else if ((_values += octet == '{' ? ObjectWeight : 1) > limit)
        {
            throw new ReplyTooLargeException($"{limit} values");
        }
    }
}
