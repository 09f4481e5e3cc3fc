using System.Net;
using Services83.EMail.Time;

namespace Services83.EMail.Identity;

/// <summary>
/// Data of a call besides its parameters. One per call, filled by the door, read by the engine.
/// </summary>
public sealed class CallContext
{
    private readonly List<Func<CancellationToken, Task>> _whenReplied = [];

    /// <summary>The caller; null until the door has authenticated it.</summary>
    public Caller? Caller { get; set; }

    /// <summary>
    /// Login name of the user for whom a login, or a ticket of a gateway, was accepted; null for calls with a <see cref="Caller"/>, and when
    /// nobody was accepted. For administrators; a gateway's log names no user.
    /// </summary>
    public string? AcceptedName { get; set; }

    /// <summary>Whether the call has credentials that only the tenant behind a gateway can check: if the call succeeds, they were valid.</summary>
    public bool IsCheckedByTenant { get; set; }

    /// <summary>Name of the tenant that the address names; null for the one without a name, and without a gateway. For administrators.</summary>
    public string? TenantName { get; set; }

    /// <summary>Token of the calling application, unchanged; null when there is none.</summary>
    public string? ApplicationToken { get; set; }

    /// <summary>Address of the client, behind trusted proxies as they report it; null when unknown.</summary>
    public IPAddress? RemoteAddress { get; set; }

    /// <summary>The caller whose share of the memory budget the call uses: the associate, or the address if the caller is
    /// unknown.</summary>
    public object? Payer => Caller is { } caller ? caller.AssociateId : RemoteAddress;

    /// <summary>Login name that a trusted reverse proxy has authenticated, see <see cref="ProxyUser"/>; null when there is none.</summary>
    public string? ProxyUserName { get; set; }

    /// <summary>
    /// The time zone of the caller's dates: the one that the request names, else the installation's. The doors convert dates: for engines
    /// all dates are UTC.
    /// </summary>
    public CallerTimeZone TimeZone { get; set; } = CallerTimeZone.Utc;

    /// <summary>
    /// Language, as a tag of RFC 5646, that the caller wants for texts that exist in several languages; null: as they are stored. The
    /// mailbox engine has no such texts.
    /// </summary>
    public string? Language { get; set; }

    /// <summary>Culture that the caller wants for numbers and dates inside of texts; null when the language is null.</summary>
    public string? Culture { get; set; }

    /// <summary>
    /// Whether the web API is called: then the members with <see cref="WebApiMemberAttribute"/> are wanted, and the results of operations
    /// with <see cref="SanitizedAttribute"/> must be safe to show. An engine whose tenant does both ignores it.
    /// </summary>
    public bool IsWebApi { get; set; }

    /// <summary>Cancelled when the client disconnects.</summary>
    public CancellationToken Aborted { get; set; }

    /// <summary>Name/value pairs for the reply's <c>ExtraInfo</c> header.</summary>
    public IDictionary<string, string> ExtraInfo { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Registers work that may be done only when the caller has got the reply, such as marking new mail as returned. It runs after the last
    /// byte was written to the network without an error; if the connection breaks before, it never runs.
    /// </summary>
    public void OnReplyWritten(Func<CancellationToken, Task> action) => _whenReplied.Add(action);

    /// <summary>For the doors: the reply was sent completely.</summary>
    public async Task ReplyWrittenAsync()
    {
        foreach (var action in _whenReplied)
        {
            // The caller has its reply, and may have disconnected by now.
            await action(CancellationToken.None);
        }

        _whenReplied.Clear();
    }

    /// <summary>For the doors: the caller does not get the result of the operation.</summary>
    public void ReplyFailed() => _whenReplied.Clear();

    /// <summary>Takes over the client's data from the HTTP request.</summary>
    public void Receive(HttpContext context)
    {
        Aborted = context.RequestAborted;
        RemoteAddress = context.Connection.RemoteIpAddress;
        ProxyUserName = ProxyUser.NameOf(context);
    }

    /// <summary>The rules of <see cref="TimeZone"/>, for days and for times without a zone.</summary>
    public TimeZoneInfo Zone => TimeZone.Zone;

    /// <summary>A time as the caller reads it, for texts; the doors convert the dates of results.</summary>
    /// <param name="time">In UTC.</param>
    /// <returns>The local time, and whether it is UTC.</returns>
    public (DateTime Time, bool IsUtc) LocalTimeOf(DateTime time) => (TimeZone.FromUtc(time), TimeZone.IsUtc);

    /// <summary>The caller, or the error for the client.</summary>
    /// <exception cref="NotAuthenticatedException">The caller was not authenticated.</exception>
    public Caller RequireCaller() =>
        Caller ?? throw new NotAuthenticatedException("This operation needs a valid ticket in the Credentials header.");
}
