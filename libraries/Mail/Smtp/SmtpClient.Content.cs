using System.Buffers;
using Services83.EMail.Mail.Smtp.Protocol;

namespace Services83.EMail.Mail.Smtp;

// The message itself, from DATA to its end (RFC 5321, 4.1.1.4 and 4.5.2).
public sealed partial class SmtpClient
{
    private const int WriteSize = 64 * 1024;

    private async Task<SmtpReply> DataAsync(CancellationToken cancellationToken)
    {
        _trace.Client("DATA");
        await WriteAsync("DATA\r\n"u8.ToArray(), cancellationToken);
        return await ReadReplyAsync(_options.DataStartTimeout, cancellationToken);
    }

    private async Task WriteContentAsync(SmtpMessage message, CancellationToken cancellationToken)
    {
        _trace.Client($"({message.Length} bytes of the message)");
        var stuffer = new DotStuffer();
        var buffer = new ArrayBufferWriter<byte>(WriteSize * 2);
        foreach (var chunk in message.Chunks())
        {
            for (var rest = chunk; !rest.IsEmpty;)
            {
                var piece = rest[..Math.Min(rest.Length, WriteSize)];
                stuffer.Append(piece.Span, buffer);
                rest = rest[piece.Length..];
                if (buffer.WrittenCount >= WriteSize)
                {
                    await FlushAsync(buffer, cancellationToken);
                }
            }
        }

        stuffer.End(buffer);
        await FlushAsync(buffer, cancellationToken);
    }

    private async Task FlushAsync(ArrayBufferWriter<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            await _line.WriteAsync(buffer.WrittenMemory, cancellationToken);
            buffer.ResetWrittenCount();
        }
        catch (SmtpConnectionException)
        {
            // A server that refuses to continue gives the reason before it closes the connection.
            if (await LastWordsAsync() is { IsPositive: false } reply)
            {
                throw new SmtpCommandException("the message", reply);
            }

            throw;
        }
    }

    private async Task<SmtpReply?> LastWordsAsync()
    {
        try
        {
            return await ReadReplyAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
        }
        catch (SmtpException)
        {
            return null;
        }
    }

    private async Task<SmtpReply> EndAsync()
    {
        SmtpReply reply;
        try
        {
            _trace.Client(".");
            await WriteAsync(".\r\n"u8.ToArray(), CancellationToken.None);
            reply = await ReadReplyAsync(_options.DataEndTimeout, CancellationToken.None);
        }
        catch (SmtpException exception)
        {
            throw new SmtpUncertainException(exception);
        }

        Require(reply, "the message");
        return reply;
    }
}
