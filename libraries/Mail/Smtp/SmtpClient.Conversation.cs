using System.Text;

namespace Services83.EMail.Mail.Smtp;

// Sends commands and reads their answers. All other commands use the methods here.
public sealed partial class SmtpClient
{
    private Task<SmtpReply> CommandAsync(string command, CancellationToken cancellationToken) => CommandAsync(command, command, cancellationToken);

    private async Task<SmtpReply> CommandAsync(string command, string shown, CancellationToken cancellationToken)
    {
        _trace.Client(shown);
        await WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), cancellationToken);
        return await ReadReplyAsync(cancellationToken);
    }

    private Task<SmtpReply> ReadReplyAsync(CancellationToken cancellationToken) => ReadReplyAsync(_options.ReadTimeout, cancellationToken);

    /// <summary>The next answer. Any failure here ends the connection.</summary>
    private async Task<SmtpReply> ReadReplyAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            _reader.Patience.Renew();
            _reader.Patience.Silence = patience;
            return await _reader.ReadAsync(cancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        if (!IsConnected)
        {
            throw new SmtpConnectionException("The connection is closed.");
        }

        try
        {
            await _line.WriteAsync(octets, cancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private static void Require(SmtpReply reply, string command)
    {
        if (!reply.IsPositive)
        {
            throw new SmtpCommandException(command, reply);
        }
    }
}
