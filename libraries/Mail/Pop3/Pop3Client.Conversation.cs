using System.Runtime.CompilerServices;
using System.Text;

namespace Services83.EMail.Mail.Pop3;

// Sends commands and reads their answers. All other commands use the methods here.
public sealed partial class Pop3Client
{
    /// <summary>Longest line of an answer that is not a message (RFC 1939, section 3).</summary>
    private const int MaxListedLength = 512;

    /// <summary>Most bytes of a list: twice as many as the longest lines of UIDL need, for as many messages as the options allow.</summary>
    private const long MaxListOctets = 16 * 1024 * 1024;

    private Task<Pop3Reply> CommandAsync(string command, CancellationToken cancellationToken) => CommandAsync(command, command, cancellationToken);

    private async Task<Pop3Reply> CommandAsync(string command, string shown, CancellationToken cancellationToken)
    {
        if (!IsConnected)
        {
            throw new Pop3ConnectionException("The connection is closed.");
        }

        _trace.Client(shown);
        try
        {
            await _line.WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), cancellationToken);
        }
        catch (Exception exception)
        {
            await BrokenAsync(exception);
            throw;
        }

        return await ReadReplyAsync(cancellationToken);
    }

    /// <summary>As <see cref="CommandAsync(string, CancellationToken)"/>, for a command that must succeed.</summary>
    private async Task<Pop3Reply> RequireAsync(string command, CancellationToken cancellationToken)
    {
        var reply = await CommandAsync(command, cancellationToken);
        return reply.Kind switch
        {
            Pop3ReplyKind.Ok => reply,
            Pop3ReplyKind.Refused => throw new Pop3CommandException(command.Split(' ')[0], reply),
            _ => throw await BrokenAsync(new Pop3ProtocolException("The server asks for more data although the command is complete.")),
        };
    }

    private async Task<Pop3Reply> ReadReplyAsync(CancellationToken cancellationToken)
    {
        _reader.Patience.Renew();
        var line = await ReadLineAsync(cancellationToken);
        _trace.Server(line);
        if (Pop3Reply.Parse(line) is not { } reply)
        {
            throw await BrokenAsync(new Pop3ProtocolException($"The server sent an invalid reply: {_trace.Masked(Shortened(line))}"));
        }

        return reply with { Text = _trace.Masked(reply.Text) };
    }

    /// <summary>The lines of an answer up to the final dot, without dot-stuffing (RFC 1939, section 3). They are not kept in
    /// memory.</summary>
    private async IAsyncEnumerable<string> ReadListAsync(int mostLines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (lines, octets) = (0, 0L);
        while (await ReadContentLineAsync(cancellationToken) is { } line)
        {
            octets += line.Length + LineEnd.Length;
            if (++lines > mostLines)
            {
                throw await BrokenAsync(new Pop3ProtocolException($"The server sent a list of more than {mostLines} lines."));
            }

            if (line.Length > MaxListedLength)
            {
                throw await BrokenAsync(new Pop3ProtocolException($"The server sent a list with a line of more than {MaxListedLength} bytes."));
            }

            if (octets > MaxListOctets)
            {
                throw await BrokenAsync(new Pop3ProtocolException($"The server sent a list of more than {MaxListOctets} bytes."));
            }

            yield return Pop3Reply.Clean(line.Span);
        }
    }

    /// <summary>The next line of a multi-line answer, null after the last one.</summary>
    private async Task<ReadOnlyMemory<byte>?> ReadContentLineAsync(CancellationToken cancellationToken)
    {
        var line = await ReadLineAsync(cancellationToken);
        if (line is [(byte)'.'])
        {
            return null;
        }

        return line is [(byte)'.', ..] ? line.AsMemory(1) : line;
    }

    private async Task<byte[]> ReadLineAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            await BrokenAsync(exception);
            throw;
        }
    }

    private async Task<T> BrokenAsync<T>(T cause) where T : Exception
    {
        await DisposeAsync();
        return cause;
    }

    private static string Shortened(byte[] line) => Pop3Reply.Clean(line.AsSpan(0, Math.Min(line.Length, 200)));
}
