namespace Services83.EMail.Mail.Pop3;

/// <summary>
/// Base class of this library's exceptions, besides argument errors and cancellation. It says whether a retry may help, and whether this
/// connection can still be used. Texts never contain a password or token.
/// </summary>
public abstract class Pop3Exception : Exception
{
    private protected Pop3Exception(string message, bool isTransient, bool connectionUsable, Exception? innerException = null)
        : base(message, innerException)
    {
        IsTransient = isTransient;
        ConnectionUsable = connectionUsable;
    }

    /// <summary>Whether the same work may succeed later without anyone changing a setting.</summary>
    public bool IsTransient { get; }

    /// <summary>Whether the next command may go over the same connection.</summary>
    public bool ConnectionUsable { get; }
}

/// <summary>The server answered a command with -ERR (RFC 1939, section 3). The connection stays usable.</summary>
public sealed class Pop3CommandException : Pop3Exception
{
    /// <param name="command">Its name.</param>
    /// <param name="reply">The answer, secrets masked.</param>
    internal Pop3CommandException(string command, Pop3Reply reply)
        : base($"The server refused {command}: {reply.Text}", reply.Code is not "SYS/PERM", connectionUsable: true)
    {
        Command = command;
        ResponseCode = reply.Code;
        ServerText = reply.Text;
    }

    /// <summary>The command's name, without its arguments.</summary>
    public string Command { get; }

    /// <summary>The extended code in upper case (RFC 2449, section 8; RFC 3206), such as <c>IN-USE</c>; null when there is none.</summary>
    public string? ResponseCode { get; }

    /// <summary>The server's own text.</summary>
    public string ServerText { get; }
}

/// <summary>The server refuses these credentials, or they may not be sent over this connection. A retry does not help.</summary>
public sealed class Pop3AuthenticationException : Pop3Exception
{
    internal Pop3AuthenticationException(string message, bool wereSent = false) : base(message, isTransient: false, connectionUsable: true) =>
        WereSent = wereSent;

    /// <summary>Whether the credentials were sent; only then it was a failed guess.</summary>
    public bool WereSent { get; }
}

/// <summary>The server sent data that the protocol or our limits do not allow. The connection is closed, because its state is
/// unknown.</summary>
public sealed class Pop3ProtocolException : Pop3Exception
{
    internal Pop3ProtocolException(string message, bool isTooLarge = false) : base(message, isTransient: true, connectionUsable: false) =>
        IsTooLarge = isTooLarge;

    /// <summary>Whether a message had more bytes than the options allow.</summary>
    public bool IsTooLarge { get; }
}

/// <summary>The connection failed: not reachable, closed, no data for too long, or TLS failed. The connection is closed.</summary>
public sealed class Pop3ConnectionException : Pop3Exception
{
    internal Pop3ConnectionException(string message, bool isTransient = true, Exception? innerException = null)
        : base(message, isTransient, connectionUsable: false, innerException)
    {
    }

    /// <summary>Creates the exceptions for failures of the connection.</summary>
    internal static Pop3ConnectionException Of(string message, bool isTransient, Exception? cause) => new(message, isTransient, cause);
}
