namespace Services83.EMail.Mail.Smtp;

/// <summary>
/// Base class of this library's exceptions, besides argument errors and cancellation. Unless it is an <see cref="SmtpUncertainException"/>,
/// nobody has received the message. Texts never contain a password or token.
/// </summary>
public abstract class SmtpException : Exception
{
    private protected SmtpException(string message, bool isTransient, bool connectionUsable, Exception? innerException = null)
        : base(message, innerException)
    {
        IsTransient = isTransient;
        ConnectionUsable = connectionUsable;
    }

    /// <summary>Whether the same work may succeed later without anyone changing something.</summary>
    public bool IsTransient { get; }

    /// <summary>Whether the next message may go over the same connection.</summary>
    public bool ConnectionUsable { get; }
}

/// <summary>The server answered a command with a refusal.</summary>
public sealed class SmtpCommandException : SmtpException
{
    internal SmtpCommandException(string command, SmtpReply reply)
        : base($"The server refused {command}: {reply}", reply.IsTransient, connectionUsable: reply.Code != 421) => Reply = reply;

    public SmtpReply Reply { get; }
}

/// <summary>A recipient and the reason of the refusal.</summary>
public sealed record RefusedRecipient(string Address, SmtpReply Reply);

/// <summary>The server refused some or all recipients. The message was then sent to none of them.</summary>
public sealed class SmtpRecipientsException : SmtpException
{
    internal SmtpRecipientsException(IReadOnlyList<RefusedRecipient> refused)
        : base(
            $"The server refused {string.Join("; ", refused.Select(one => $"{one.Address}: {one.Reply}"))}",
            refused.All(one => one.Reply.IsTransient),
            refused.All(one => one.Reply.Code != 421)) => Refused = refused;

    public IReadOnlyList<RefusedRecipient> Refused { get; }
}

/// <summary>The server refuses these credentials, or they may not be sent over this connection. A retry does not help.</summary>
public sealed class SmtpAuthenticationException : SmtpException
{
    internal SmtpAuthenticationException(string message, bool wereSent = false) : base(message, isTransient: false, connectionUsable: true) =>
        WereSent = wereSent;

    /// <summary>Whether the credentials were sent; only then it was a failed guess.</summary>
    public bool WereSent { get; }
}

/// <summary>The server does not support this message: it is too large, or needs an extension that the server does not have.</summary>
public sealed class SmtpUnsupportedException : SmtpException
{
    internal SmtpUnsupportedException(string message) : base(message, isTransient: false, connectionUsable: true)
    {
    }
}

/// <summary>The server sent data that the protocol or our limits do not allow. The connection is closed, because its state is
/// unknown.</summary>
public sealed class SmtpProtocolException : SmtpException
{
    internal SmtpProtocolException(string message) : base(message, isTransient: true, connectionUsable: false)
    {
    }
}

/// <summary>The connection failed: not reachable, closed, no data for too long, or TLS failed. The connection is closed.</summary>
public sealed class SmtpConnectionException : SmtpException
{
    internal SmtpConnectionException(string message, bool isTransient = true, Exception? innerException = null)
        : base(message, isTransient, connectionUsable: false, innerException)
    {
    }

    /// <summary>Creates the exceptions for failures of the connection.</summary>
    internal static SmtpConnectionException Of(string message, bool isTransient, Exception? cause) => new(message, isTransient, cause);
}

/// <summary>
/// The end of the message was sent, or may have been, and no answer came. It is unknown whether the message was delivered, so sending it
/// again might deliver it twice.
/// </summary>
public sealed class SmtpUncertainException : SmtpException
{
    internal SmtpUncertainException(Exception cause)
        : base(
            $"The message was sent, but the server did not answer whether it accepted it: {cause.Message}",
            isTransient: false, connectionUsable: false, cause)
    {
    }
}
