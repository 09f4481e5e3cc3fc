using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Services83.EMail.Mail.Transport;

/// <summary>
/// Cuts what a server sends into lines, for protocols whose answers are nothing but lines. A line that does not end within the limit
/// ends the connection; every wait has a deadline.
/// </summary>
internal sealed class LineReader(Stream stream, LineOptions options, LineFailure failure, int maxLineLength) : IAsyncDisposable
{
    private static readonly StreamPipeReaderOptions PipeOptions = new(bufferSize: 16 * 1024, minimumReadSize: 4 * 1024, leaveOpen: true);

    private readonly PipeReader _pipe = PipeReader.Create(stream, PipeOptions);

    /// <summary>The limits of every wait.</summary>
    public Patience Patience { get; } = new(options, failure);

    /// <summary>Whether octets have arrived that nobody asked for yet.</summary>
    public bool HasBufferedData
    {
        get
        {
            if (!_pipe.TryRead(out var result))
            {
                return false;
            }

            _pipe.AdvanceTo(result.Buffer.Start);
            return !result.Buffer.IsEmpty;
        }
    }

    /// <summary>The next line without its line end, CRLF or LF.</summary>
    public async ValueTask<byte[]> ReadLineAsync(CancellationToken cancellationToken)
    {
        for (var held = 0L; ;)
        {
            var buffer = await FillAsync(held, cancellationToken);
            // What was held before has been searched: searching it each time would cost the square of the length.
            var end = buffer.Slice(held).PositionOf((byte)'\n');
            var length = end is { } found ? buffer.Slice(0, found).Length : buffer.Length;
            if (length > maxLineLength)
            {
                throw failure($"The server sent a line of more than {maxLineLength} bytes.", isTransient: true, null);
            }

            if (end is not { } lineEnd)
            {
                held = buffer.Length;
                _pipe.AdvanceTo(buffer.Start, buffer.End);
                continue;
            }

            var line = buffer.Slice(0, lineEnd).ToArray();
            _pipe.AdvanceTo(buffer.GetPosition(1, lineEnd));
            return line is [.., (byte)'\r'] ? line[..^1] : line;
        }
    }

    public ValueTask DisposeAsync() => _pipe.CompleteAsync();

    private async ValueTask<ReadOnlySequence<byte>> FillAsync(long held, CancellationToken cancellationToken)
    {
        if (!_pipe.TryRead(out var result))
        {
            try
            {
                result = await Patience.ReadAsync(_pipe, held, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException)
            {
                throw failure($"The connection broke: {options.Explain(exception)}.", isTransient: true, exception);
            }
        }

        return result.IsCompleted && result.Buffer.PositionOf((byte)'\n') is null
            ? throw failure("The server closed the connection.", isTransient: true, null)
            : result.Buffer;
    }
}
