using System.Buffers;
using System.IO.Pipelines;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Mail.Imap.Protocol;

/// <summary>The text of one response; every literal is removed after its <c>{length}</c>. Valid until the next one is read.</summary>
internal readonly record struct RawResponse(ReadOnlyMemory<byte> Text, IReadOnlyList<ImapLiteral> Literals)
{
    public void Dispose()
    {
        foreach (var literal in Literals)
        {
            literal.Dispose();
        }
    }
}

/// <summary>
/// Splits the server's bytes into responses. A response is a line, or several lines with literals in between; parsing begins only when it
/// is complete, so it does not matter how the network splits the data. Every size is limited and every wait has a timeout.
/// </summary>
internal sealed class ResponseReader(Stream stream, ImapConnectionOptions options) : IAsyncDisposable
{
    /// <summary>Real responses with some hundred literals exist; the limit only stops a hostile server from creating files without
    /// end.</summary>
    private const int MaxLiterals = 10_000;

    /// <summary>No answer to our commands has more than one; each is an open file.</summary>
    private const int MaxFiles = 16;
    private const int InitialTextSize = 4096;
    private const int KeptTextSize = 256 * 1024;

    private static readonly StreamPipeReaderOptions PipeOptions = new(bufferSize: 64 * 1024, minimumReadSize: 16 * 1024, leaveOpen: true);

    private readonly ImapConnectionOptions _options = options;
    private readonly PipeReader _pipe = PipeReader.Create(stream, PipeOptions);
    private byte[] _text = new byte[InitialTextSize];
    private int _length;
    private long _literalBytes;
    private int _bytesInMemory;
    private int _files;

    /// <summary>The timeouts of every wait.</summary>
    public Patience Patience { get; } = new Patience(options, ImapConnectionException.Of);

    /// <summary>Bytes of literals that have arrived in the last or present response.</summary>
    public long LiteralOctets { get; private set; }

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

    /// <exception cref="ImapConnectionException">End of stream, timeout or a broken connection.</exception>
    /// <exception cref="ImapProtocolException">A limit was exceeded.</exception>
    public async ValueTask<RawResponse> ReadAsync(CancellationToken cancellationToken)
    {
        if (_text.Length > KeptTextSize)
        {
            _text = new byte[InitialTextSize];
        }

        _length = 0;
        _literalBytes = 0;
        LiteralOctets = 0;
        _bytesInMemory = 0;
        _files = 0;
        List<ImapLiteral>? literals = null;
        try
        {
            await ReadLineAsync(cancellationToken);
            if (!LiteralAnnouncement.IsFreeText(_text.AsSpan(0, _length)))
            {
                var lineStart = 0;
                while (LiteralAnnouncement.TryRead(_text.AsSpan(lineStart, _length - lineStart), out var length))
                {
                    literals ??= [];
                    lineStart = _length;
                    if (literals.Count == MaxLiterals)
                    {
                        throw new ImapProtocolException($"The server sent more than {MaxLiterals} literals in one response.");
                    }

                    literals.Add(await ReadLiteralAsync(length, cancellationToken));
                    await ReadLineAsync(cancellationToken);
                }
            }
            return new RawResponse(_text.AsMemory(0, _length), (IReadOnlyList<ImapLiteral>?)literals ?? []);
        }
        catch
        {
            literals?.ForEach(literal => literal.Dispose());
            throw;
        }
    }

    public ValueTask DisposeAsync() => _pipe.CompleteAsync();

    private async ValueTask ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var buffer = await FillAsync(cancellationToken);
            var lineEnd = buffer.PositionOf((byte)'\n');
            var line = lineEnd is { } end ? buffer.Slice(0, end) : buffer;
            AppendText(line);
            _pipe.AdvanceTo(lineEnd is { } found ? buffer.GetPosition(1, found) : buffer.End);
            if (lineEnd is null)
            {
                continue;
            }

            if (_length > 0 && _text[_length - 1] == '\r')
            {
                _length--;
            }

            return;
        }
    }

    private void AppendText(ReadOnlySequence<byte> part)
    {
        if (_length + part.Length > _options.MaxLineLength)
        {
            throw new ImapProtocolException($"The server sent a line of more than {_options.MaxLineLength} bytes (MaxLineLength).");
        }

        var needed = _length + (int)part.Length;
        if (needed > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(needed, Math.Min(_text.Length * 2, _options.MaxLineLength)));
        }

        part.CopyTo(_text.AsSpan(_length));
        _length = needed;
    }

    private ValueTask<ImapLiteral> ReadLiteralAsync(long length, CancellationToken cancellationToken)
    {
        if (length > _options.MaxLiteralBytes - _literalBytes)
        {
            throw new ImapProtocolException($"The server sent a literal of {length} bytes; {_options.MaxLiteralBytes} are allowed in a response (MaxLiteralBytes).");
        }

        _literalBytes += length;
        if (length > _options.InMemoryLiteralLimit - _bytesInMemory)
        {
            if (++_files > MaxFiles)
            {
                throw new ImapProtocolException($"The server sent more than {MaxFiles} large literals in one response.");
            }

            return ReadIntoFileAsync(length, cancellationToken);
        }

        _bytesInMemory += (int)length;
        return ReadIntoMemoryAsync((int)length, cancellationToken);
    }

    private async ValueTask<ImapLiteral> ReadIntoMemoryAsync(int length, CancellationToken cancellationToken)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        for (var filled = 0; filled < length;)
        {
            var buffer = await FillAsync(cancellationToken);
            var part = buffer.Slice(0, Math.Min(buffer.Length, length - filled));
            part.CopyTo(bytes.AsSpan(filled));
            filled += (int)part.Length;
            LiteralOctets += part.Length;
            _pipe.AdvanceTo(part.End);
        }
        return new ImapLiteral(bytes);
    }

    private async ValueTask<ImapLiteral> ReadIntoFileAsync(long length, CancellationToken cancellationToken)
    {
        FileStream? file = null;
        try
        {
            file = ImapLiteral.CreateFile(_options.TempDirectory);
            while (length > 0)
            {
                var buffer = await FillAsync(cancellationToken);
                var part = buffer.Slice(0, Math.Min(buffer.Length, length));
                foreach (var segment in part)
                {
                    await file.WriteAsync(segment, cancellationToken);
                }

                length -= part.Length;
                LiteralOctets += part.Length;
                _pipe.AdvanceTo(part.End);
            }
            await file.FlushAsync(cancellationToken);
            var literal = new ImapLiteral(file);
            file = null;
            return literal;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _options.Explain(exception);
            throw new ImapConnectionException("A large literal could not be stored on this machine's disk; the log has the reason.", innerException: exception);
        }
        finally
        {
            if (file is not null)
            {
                await file.DisposeAsync();
            }
        }
    }

    /// <summary>At least one byte; waits if there is none.</summary>
    private async ValueTask<ReadOnlySequence<byte>> FillAsync(CancellationToken cancellationToken)
    {
        if (!_pipe.TryRead(out var result))
        {
            try
            {
                result = await Patience.ReadAsync(_pipe, held: 0, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or System.Net.Sockets.SocketException)
            {
                throw new ImapConnectionException($"The connection broke: {_options.Explain(exception)}.", innerException: exception);
            }
        }
        if (result.Buffer.IsEmpty)
        {
            throw new ImapConnectionException("The server closed the connection.");
        }

        return result.Buffer;
    }
}
