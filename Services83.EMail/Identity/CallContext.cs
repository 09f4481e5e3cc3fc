using System.Net;
using Services83.EMail.Time;

namespace Services83.EMail.Identity;

/// <summary>
/// What an operation may know and say beside its parameters. One per call, filled by the door, read by the engine.
/// </summary>
public sealed class CallContext
{
    private readonly List<Func<CancellationToken, Task>> _whenReplied = [];

    /// <summary>Who asks; null until the door has proved it.</summary>
    public Caller? Caller { get; set; }

    /// <summary>Token of the calling application as it came, null without one.</summary>
    public string? ApplicationToken { get; set; }

    /// <summary>Address of the client, behind trusted proxies as they report it; null when unknown.</summary>
    public IPAddress? RemoteAddress { get; set; }

    /// <summary>Whose share of the memory for requests a call takes: that of the associate, or of the address where nobody is known.</summary>
    public object? Payer => Caller is { } caller ? caller.AssociateId : RemoteAddress;

    /// <summary>Login name that a trusted reverse proxy vouches for, see <see cref="ProxyUser"/>; null without one.</summary>
    public string? ProxyUserName { get; set; }

    /// <summary>
    /// In which zone the caller writes and reads dates: the one that the request names, else the installation's. The doors convert: what
    /// an engine gets and gives is UTC.
    /// </summary>
    public CallerTimeZone TimeZone { get; set; } = CallerTimeZone.Utc;

    /// <summary>
    /// Language, as a tag of RFC 5646, that the caller wants texts in which exist in several; null: as they are stored. The mailbox
    /// engine has none such.
    /// </summary>
    public string? Language { get; set; }

    /// <summary>Culture that the caller wants numbers and dates inside of texts written in; null with a null language.</summary>
    public string? Culture { get; set; }

    /// <summary>Cancelled when the client hangs up.</summary>
    public CancellationToken Aborted { get; set; }

    /// <summary>Name/value pairs for the reply's <c>ExtraInfo</c> header.</summary>
    public IDictionary<string, string> ExtraInfo { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Notes what may happen only when the caller has got the reply: for what a reply takes away, such as mail that is handed out once. It
    /// runs after the last octet was handed to the network without an error; when the line breaks before, never.
    /// </summary>
    public void OnReplyWritten(Func<CancellationToken, Task> action) => _whenReplied.Add(action);

    /// <summary>For the doors: the reply has been written to its end.</summary>
    public async Task ReplyWrittenAsync()
    {
        foreach (var action in _whenReplied)
        {
            // The caller has its reply, and may be gone by now.
            await action(CancellationToken.None);
        }

        _whenReplied.Clear();
    }

    /// <summary>For the doors: the caller does not get what the operation returned.</summary>
    public void ReplyFailed() => _whenReplied.Clear();

    /// <summary>Takes over what the HTTP request tells of the client.</summary>
    public void Receive(HttpContext context)
    {
        Aborted = context.RequestAborted;
        RemoteAddress = context.Connection.RemoteIpAddress;
        ProxyUserName = ProxyUser.NameOf(context);
    }

    /// <summary>The caller, or the error that the client is to see.</summary>
    /// <exception cref="NotAuthenticatedException">Nobody has been authenticated.</exception>
    public Caller RequireCaller() =>
        Caller ?? throw new NotAuthenticatedException("This operation needs a valid ticket in the Credentials header.");
}
