using System.Buffers;
using System.Globalization;
using System.Text;
using Services83.EMail.Mail.Smtp.Protocol;

namespace Services83.EMail.Mail.Smtp;

// The transaction: MAIL, RCPT and DATA (RFC 5321, section 3.3).
public sealed partial class SmtpClient
{
    private const int RecipientsPerWrite = 50;
    private const int LongestAddress = 320;

    /// <summary>
    /// Sends a message to all recipients, or to none: if the server refuses one of them, the message is cancelled. So the caller can
    /// correct a refusal and send everything again, and nobody gets it twice.
    /// </summary>
    /// <param name="beforeEnd">
    /// Runs when everything but the end of the message has been written: once it has returned, the message may be delivered.
    /// </param>
    /// <param name="cancellationToken">Cancels until the end is written; after that it is ignored, and only the server's answer
    /// decides.</param>
    /// <returns>The server's text of acceptance.</returns>
    /// <exception cref="SmtpRecipientsException">Recipients were refused. Nobody has received the message.</exception>
    /// <exception cref="SmtpCommandException">The sender or the message was refused.</exception>
    /// <exception cref="SmtpUnsupportedException">The server does not support it; nothing was sent.</exception>
    /// <exception cref="SmtpUncertainException">It is unknown whether it was delivered.</exception>
    public async Task<SmtpReply> SendAsync(SmtpMessage message, Func<Task> beforeEnd, CancellationToken cancellationToken)
    {
        CheckAddresses(message);
        CheckCapabilities(message);
        await OfferAsync(message, cancellationToken);
        var leave = await DataAsync(cancellationToken);
        if (leave.Code != 354)
        {
            await ResetAsync(cancellationToken);
            throw new SmtpCommandException("DATA", leave);
        }

        try
        {
            await WriteContentAsync(message, cancellationToken);
            await beforeEnd();
        }
        catch
        {
            // Without its end the message is not delivered, and the server would read any further data as the rest of the message.
            await DisposeAsync();
            throw;
        }

        return await EndAsync();
    }

    private void CheckCapabilities(SmtpMessage message)
    {
        if (Capabilities.MaxSize is { } most && message.Length > most)
        {
            throw new SmtpUnsupportedException(string.Create(
                CultureInfo.InvariantCulture, $"The message has {message.Length} bytes; the server accepts at most {most}."));
        }

        if (IsInternational(message) && !Capabilities.SmtpUtf8)
        {
            throw new SmtpUnsupportedException("The server does not support addresses with characters beyond ASCII (SMTPUTF8).");
        }

        if (message.IsEightBit && !Capabilities.EightBitMime)
        {
            throw new SmtpUnsupportedException("The message contains characters that the server does not accept (8BITMIME).");
        }
    }

    private static bool IsInternational(SmtpMessage message) =>
        message.IsInternational || !Ascii.IsValid(message.From) || message.Recipients.Any(address => !Ascii.IsValid(address));

    /// <summary>A text that could end the command or begin an argument is not an address.</summary>
    private static void CheckAddresses(SmtpMessage message)
    {
        if (message.Recipients.Count == 0)
        {
            throw new ArgumentException("A message needs a recipient.", nameof(message));
        }

        foreach (var address in message.Recipients.Append(message.From))
        {
            if (address.Length > LongestAddress || address.Any(c => char.IsControl(c) || c is '<' or '>' || (c == ' ' && !address.StartsWith('"'))))
            {
                throw new ArgumentException($"'{ReplyLine.Clean(Encoding.UTF8.GetBytes(address))}' is not an address.", nameof(message));
            }
        }
    }

    private string MailCommand(SmtpMessage message)
    {
        var command = new StringBuilder($"MAIL FROM:<{message.From}>");
        if (Capabilities.Size)
        {
            command.Append(CultureInfo.InvariantCulture, $" SIZE={message.Length}");
        }

        if (message.IsEightBit)
        {
            command.Append(" BODY=8BITMIME");
        }

        if (IsInternational(message))
        {
            command.Append(" SMTPUTF8");
        }

        return command.ToString();
    }

    private async Task OfferAsync(SmtpMessage message, CancellationToken cancellationToken)
    {
        var commands = message.Recipients.Select(address => $"RCPT TO:<{address}>").Prepend(MailCommand(message)).ToArray();
        var replies = new List<SmtpReply>();
        foreach (var group in commands.Chunk(Capabilities.Pipelining ? RecipientsPerWrite : 1))
        {
            replies.AddRange(await PipelineAsync(group, cancellationToken));
            if (replies[0].IsPositive)
            {
                continue;
            }

            if (IsConnected)
            {
                await ResetAsync(cancellationToken);
            }

            throw new SmtpCommandException("the sender", replies[0]);
        }

        var refused = message.Recipients.Zip(replies.Skip(1), (address, reply) => new RefusedRecipient(address, reply)).Where(one => !one.Reply.IsPositive).ToArray();
        if (refused.Length == 0)
        {
            return;
        }

        await ResetAsync(cancellationToken);
        throw new SmtpRecipientsException(refused);
    }

    private async Task<List<SmtpReply>> PipelineAsync(string[] commands, CancellationToken cancellationToken)
    {
        foreach (var command in commands)
        {
            _trace.Client(command);
        }

        await WriteAsync(Encoding.UTF8.GetBytes(string.Concat(commands.Select(command => command + "\r\n"))), cancellationToken);
        var replies = new List<SmtpReply>();
        foreach (var _ in commands)
        {
            replies.Add(await ReadReplyAsync(cancellationToken));
            // The server ends the session; the other answers will not come.
            if (replies[^1].Code == 421)
            {
                throw new SmtpCommandException(commands[replies.Count - 1], replies[^1]);
            }
        }

        return replies;
    }

    /// <summary>Cancels the message. If that fails, the connection is unusable, and the next command reports it.</summary>
    private async Task ResetAsync(CancellationToken cancellationToken)
    {
        try
        {
            Require(await CommandAsync("RSET", cancellationToken), "RSET");
        }
        catch (SmtpException)
        {
            await DisposeAsync();
        }
    }
}
