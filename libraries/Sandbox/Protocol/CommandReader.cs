using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Services83.EMail.Sandbox.Protocol;

/// <summary>Reads lines and whole commands, that is, lines with the literals that belong to them.</summary>
internal sealed class CommandReader(Stream stream)
{
    private const int MaxLine = 64 * 1024;
    private const int MaxCommand = 64 * 1024 * 1024;

    private readonly byte[] _buffer = new byte[8192];
    private int _start;
    private int _end;

    /// <summary>One command without its last line end, or null at the end of the connection.</summary>
    /// <param name="continuation">Invites the client to send a literal.</param>
    public async Task<byte[]?> ReadCommandAsync(Func<CancellationToken, Task> continuation, CancellationToken cancellationToken)
    {
        var command = new MemoryStream();
        while (true)
        {
            var lineStart = (int)command.Length;
            if (!await ReadLineAsync(command, cancellationToken))
            {
                return null;
            }

            var line = command.GetBuffer().AsMemory(lineStart, (int)command.Length - lineStart);
            if (LiteralAtEnd(line.Span) is not { } literal)
            {
                return command.ToArray();
            }

            if (literal.Length > MaxCommand - command.Length)
            {
                throw new ConnectionDroppedException("Command too long");
            }

            command.Write("\r\n"u8);
            if (literal.Synchronizing)
            {
                await continuation(cancellationToken);
            }

            if (!await ReadExactlyAsync(command, literal.Length, cancellationToken))
            {
                return null;
            }
        }
    }

    /// <summary>One line without its end, or null at the end of the stream.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new MemoryStream();
        return await ReadLineAsync(line, cancellationToken) ? Encoding.UTF8.GetString(line.ToArray()) : null;
    }

    /// <summary>Reads and discards everything the client sends, until the client disconnects.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        do
        {
            _start = _end;
        }
        while (await FillAsync(cancellationToken));
    }

    private static (int Length, bool Synchronizing)? LiteralAtEnd(ReadOnlySpan<byte> line)
    {
        if (line is not [.., (byte)'}'])
        {
            return null;
        }

        var digits = line[(line.LastIndexOf((byte)'{') + 1)..^1];
        var synchronizing = digits is not [.., (byte)'+'];
        if (!synchronizing)
        {
            digits = digits[..^1];
        }

        return digits.Length > 0 && Utf8Parser.TryParse(digits, out int length, out var used) && used == digits.Length && length >= 0
            ? (length, synchronizing)
            : null;
    }

    /// <summary>Appends a line without its end; false at the end of the connection.</summary>
    public async Task<bool> ReadLineAsync(MemoryStream line, CancellationToken cancellationToken)
    {
        var limit = line.Length + MaxLine;
        while (true)
        {
            var feed = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            var count = feed < 0 ? _end - _start : feed;
            line.Write(_buffer, _start, count);
            _start += feed < 0 ? count : count + 1;
            if (feed >= 0)
            {
                if (line.Length > 0 && line.GetBuffer()[line.Length - 1] == '\r')
                {
                    line.SetLength(line.Length - 1);
                }

                return true;
            }
            if (line.Length > limit)
            {
                throw new ConnectionDroppedException(string.Create(CultureInfo.InvariantCulture, $"Line of more than {MaxLine} bytes"));
            }

            if (!await FillAsync(cancellationToken))
            {
                return false;
            }
        }
    }

    private async Task<bool> ReadExactlyAsync(MemoryStream target, int length, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                return false;
            }

            var count = Math.Min(length, _end - _start);
            target.Write(_buffer, _start, count);
            _start += count;
            length -= count;
        }
        return true;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancellationToken);
        return _end > 0;
    }
}
