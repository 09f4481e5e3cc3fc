using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Services83.EMail.Mail.Transport;

/// <summary>
/// Splits a server's data into lines, for protocols whose answers are only lines. A line that is longer than the limit ends the connection;
/// every wait has a timeout.
/// </summary>
internal sealed class LineReader(Stream stream, LineOptions options, LineFailure failure, int maxLineLength) : IAsyncDisposable
{
    private static readonly StreamPipeReaderOptions PipeOptions = new(bufferSize: 16 * 1024, minimumReadSize: 4 * 1024, leaveOpen: true);

    private readonly PipeReader _pipe = PipeReader.Create(stream, PipeOptions);

    /// <summary>The timeouts of every wait.</summary>
    public Patience Patience { get; } = new(options, failure);

    /// <summary>Whether bytes have arrived that were not read yet.</summary>
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
            // Bytes from before have been searched: searching them each time would need quadratic time.
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
