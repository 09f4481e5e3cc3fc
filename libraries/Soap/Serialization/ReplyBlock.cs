using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;

namespace Services83.EMail.Soap.Serialization;

/// <summary>A piece of a reply: rented bytes that are ready to be sent, or a binary value that is encoded while it is sent.</summary>
internal readonly struct ReplyBlock : IDisposable
{
    // A multiple of three, so that only the last piece is padded.
    private const int BinaryPiece = 48 * 1024;

    private readonly byte[] _bytes;
    private readonly int _count;
    private readonly bool _isBinary;

    private ReplyBlock(byte[] bytes, int count, bool isBinary)
    {
        _bytes = bytes;
        _count = count;
        _isBinary = isBinary;
    }

    public long Length => _isBinary ? (_count + 2L) / 3 * 4 : _count;

    public static ReplyBlock Rented(byte[] bytes, int count) => new(bytes, count, false);

    public static ReplyBlock Binary(byte[] value) => new(value, value.Length, true);

    public async Task CopyToAsync(PipeWriter output, CancellationToken cancellation)
    {
        if (!_isBinary)
        {
            await output.WriteAsync(_bytes.AsMemory(0, _count), cancellation);
            return;
        }

        for (var offset = 0; offset < _count; offset += BinaryPiece)
        {
            var piece = Math.Min(BinaryPiece, _count - offset);
            var target = output.GetMemory(Base64.GetMaxEncodedToUtf8Length(piece));
            Base64.EncodeToUtf8(_bytes.AsSpan(offset, piece), target.Span, out _, out var written, offset + piece == _count);
            output.Advance(written);
            await output.FlushAsync(cancellation);
        }
    }

    public void Dispose()
    {
        if (!_isBinary)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
