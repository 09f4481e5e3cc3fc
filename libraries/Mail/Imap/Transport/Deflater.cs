using System.IO.Compression;

namespace Services83.EMail.Mail.Imap.Transport;

/// <summary>
/// Our half of COMPRESS=DEFLATE (RFC 4978). It compresses in memory, so that what goes to the network keeps its deadline and ending the
/// compression can neither wait nor fail on a broken line.
/// </summary>
internal sealed class Deflater : IDisposable
{
    private readonly MemoryStream _compressed = new();
    private readonly DeflateStream _deflate;

    public Deflater() => _deflate = new DeflateStream(_compressed, CompressionLevel.Fastest, leaveOpen: true);

    /// <summary>What to send so that the server can read all of it at once; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> bytes)
    {
        _compressed.SetLength(0);
        _deflate.Write(bytes);
        _deflate.Flush();
        return _compressed.GetBuffer().AsMemory(0, (int)_compressed.Length);
    }

    public void Dispose()
    {
        _deflate.Dispose();
        _compressed.Dispose();
    }
}
