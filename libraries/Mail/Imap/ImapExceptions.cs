using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

/// <summary>
/// Base class of this library's exceptions, besides argument errors and cancellation. It says the two things that a caller has to know:
/// whether a retry may help, and whether this connection can still be used. Texts never contain a password or token.
/// </summary>
public abstract class ImapException : Exception
{
    private protected ImapException(string message, bool isTransient, bool connectionUsable, Exception? innerException = null)
        : base(message, innerException)
    {
        IsTransient = isTransient;
        ConnectionUsable = connectionUsable;
    }

    /// <summary>Whether the same work may succeed later without anyone changing a setting.</summary>
    public bool IsTransient { get; }

    /// <summary>How long the server should be left alone, because it limits what a client may do; null when it does not say this.</summary>
    public TimeSpan? RetryAfter { get; private protected init; }

    /// <summary>Whether the next command may go over the same connection.</summary>
    public bool ConnectionUsable { get; }
}

/// <summary>The server answered a command with NO or BAD (RFC 3501, 7.1). The connection stays usable.</summary>
public sealed class ImapCommandException : ImapException
{
    /// <param name="command">Its name.</param>
    /// <param name="response">The answer, secrets masked.</param>
    internal ImapCommandException(string command, TaggedResponse response)
        : base($"The server refused {command}: {response.Status.ToString().ToUpperInvariant()} {response.Text}", MayPass(response), connectionUsable: true)
    {
        Command = command;
        ResponseCode = response.Code?.Name;
        ServerText = response.Text;
        IsBad = response.Status == ResponseStatus.Bad;
        RetryAfter = WaitAfter(response);
    }

    /// <summary>The command's name, without its arguments.</summary>
    public string Command { get; }

    /// <summary>Name of the response code in upper case, such as <c>NONEXISTENT</c>; null when the server gave none.</summary>
    public string? ResponseCode { get; }

    /// <summary>The server's own text.</summary>
    public string ServerText { get; }

    /// <summary>True for BAD (the server did not understand), false for NO (it could not or would not).</summary>
    public bool IsBad { get; }

    // A NO without a code says nothing about later attempts, so it counts as transient; the codes are those of RFC 5530.
    private static bool MayPass(TaggedResponse response) => WaitAfter(response) is not null || response switch
    {
        { Status: ResponseStatus.Bad } => false,
        { Code: null } => true,
        { Code.Name: "UNAVAILABLE" or "INUSE" or "LIMIT" or "SERVERBUG" or "EXPUNGEISSUED" or "CORRUPTION" or "ALERT" } => true,
        _ => false,
    };

    private static TimeSpan? WaitAfter(TaggedResponse response) => Throttling.WaitAfter(response.Code, response.Text);
}

/// <summary>The server refuses these credentials, or they may not be sent over this connection. A retry does not help.</summary>
public sealed class ImapAuthenticationException : ImapException
{
    internal ImapAuthenticationException(string message, bool wereSent = false) : base(message, isTransient: false, connectionUsable: true) =>
        WereSent = wereSent;

    /// <summary>Whether the credentials were sent; only then it was a failed guess.</summary>
    public bool WereSent { get; }
}

/// <summary>The server sent data that the protocol or our limits do not allow. The connection is closed, because its state is
/// unknown.</summary>
public sealed class ImapProtocolException : ImapException
{
    internal ImapProtocolException(string message) : base(message, isTransient: true, connectionUsable: false)
    {
    }
}

/// <summary>The connection failed: not reachable, closed, no data for too long, or TLS failed. The connection is closed.</summary>
public sealed class ImapConnectionException : ImapException
{
    internal ImapConnectionException(string message, bool isTransient = true, Exception? innerException = null)
        : base(message, isTransient, connectionUsable: false, innerException)
    {
    }

    /// <summary>Creates the exceptions for failures of the connection.</summary>
    internal static ImapConnectionException Of(string message, bool isTransient, Exception? cause) => new(message, isTransient, cause);
}
