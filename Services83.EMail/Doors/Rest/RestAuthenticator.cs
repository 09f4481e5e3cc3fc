using System.Text;
using Microsoft.Extensions.Options;
using Services83.EMail.Identity;

namespace Services83.EMail.Doors.Rest;

/// <summary>The caller and its ticket. A class, because a record would print the ticket.</summary>
/// <param name="caller">Null when only the tenant behind the engine knows the caller.</param>
/// <param name="ticket">A secret.</param>
internal sealed class Proof(Caller? caller, string ticket)
{
    public Caller? Caller { get; } = caller;

    public string Ticket { get; } = ticket;

    /// <summary>Authenticates a ticket at the engine of this call.</summary>
    /// <exception cref="AgentException">The call is refused.</exception>
    public static async Task<Proof> OfTicketAsync(HttpContext context, string ticket, CallContext call) => new(
        await context.RequestServices.GetRequiredService<ICallerAuthentication>()
            .AuthenticateAsync(ticket, call.ApplicationToken, call.Aborted),
        ticket);

    /// <summary>Authenticates by a login; as with every call, the EMail agent must be granted to the application.</summary>
    /// <exception cref="AgentException">The login or the call is refused.</exception>
    public static Task<Proof> OfLogInAsync(HttpContext context, AuthenticateResponse logIn, CallContext call) => OfTicketAsync(
        context, logIn.Credentials?.Ticket ?? throw new NotAuthenticatedException("The user name or the password is wrong."), call);
}

/// <summary>
/// Authenticates callers of the web API: by Authorization with the schemes Basic, SoTicket or Bearer, or by a session's cookie together
/// with its XSRF token. Every method results in a ticket, so that everything that ends tickets ends it too.
/// </summary>
internal sealed class RestAuthenticator(PasswordTickets passwordTickets, IOptions<IdentityOptions> options)
{
    /// <summary>Authenticates the caller and stores it in the call.</summary>
    /// <param name="context">The request.</param>
    /// <param name="call">Receives the caller.</param>
    /// <param name="ownTicket">Whether a password must result in a ticket that no other call uses.</param>
    /// <exception cref="AgentException">There are no valid credentials, or the call is refused.</exception>
    public async Task<Proof> AuthenticateAsync(HttpContext context, CallContext call, bool ownTicket = false)
    {
        call.ApplicationToken = ApplicationTokenOf(context.Request);
        var credentials = context.Request.Headers.Authorization;
        var proof = credentials.Count switch
        {
            0 => await ByTicketAsync(context, SessionCookies.TicketOf(context.Request), call),
            1 => await ByCredentialsAsync(context, credentials.ToString(), call, ownTicket),
            _ => throw new NotAuthenticatedException("The request has two Authorization headers."),
        };
        call.Caller = proof.Caller;
        return proof;
    }

    /// <summary>The application's token, unchanged; null when there is none.</summary>
    public static string? ApplicationTokenOf(HttpRequest request) =>
        request.Headers["SO-AppToken"].ToString() is { Length: > 0 } token ? token : null;

    private async Task<Proof> ByCredentialsAsync(HttpContext context, string credentials, CallContext call, bool ownTicket)
    {
        var blank = credentials.IndexOf(' ', StringComparison.Ordinal);
        var (scheme, value) = blank < 0 ? ("", credentials) : (credentials[..blank], credentials[(blank + 1)..].Trim());

        // The vendor also allows a ticket without a scheme, and a ticket as the value of Basic.
        if (Ticket.LooksLikeOne(value) && scheme.ToUpperInvariant() is "" or "BASIC" or "SOTICKET" or "BEARER")
        {
            return await ByTicketAsync(context, value, call);
        }

        return scheme.ToUpperInvariant() switch
        {
            "BASIC" => await ByPasswordAsync(context, value, call, ownTicket),
            "SOTICKET" or "BEARER" => await ByTicketAsync(context, value, call),
            _ => throw new NotAuthenticatedException("Authorization must be Basic, SoTicket or Bearer."),
        };
    }

    private static Task<Proof> ByTicketAsync(HttpContext context, string? ticket, CallContext call) => string.IsNullOrEmpty(ticket)
        ? throw new NotAuthenticatedException("This needs an Authorization header, or a session's cookie together with X-XSRF-TOKEN.")
        : Proof.OfTicketAsync(context, ticket, call);

    private async Task<Proof> ByPasswordAsync(HttpContext context, string value, CallContext call, bool ownTicket)
    {
        var text = Decode(value);
        if (Ticket.LooksLikeOne(text))
        {
            // A ticket as the user name, with an empty password; the ticket itself contains a colon.
            return await ByTicketAsync(context, text.TrimEnd(':'), call);
        }

        if (options.Value.Deployment == Deployment.Online)
        {
            throw new NotAuthenticatedException("This installation does not accept passwords with a call. Use a ticket with SoTicket or Bearer.");
        }

        if (text.Split(':', 2) is not [var userName, var password])
        {
            throw NoPassword();
        }

        return ownTicket
            ? await PasswordTickets.LogInAsync(context, userName, password, call)
            : await passwordTickets.UseAsync(context, userName, password, call);
    }

    /// <summary>User name and password (RFC 7617, section 2); UTF-8, as the challenge of this server says.</summary>
    private static string Decode(string value)
    {
        var octets = new byte[value.Length];
        return Convert.TryFromBase64String(value, octets, out var length) ? Encoding.UTF8.GetString(octets, 0, length) : throw NoPassword();
    }

    private static NotAuthenticatedException NoPassword() =>
        new("The value of Basic must be a user name, a colon and a password in base64.");
}
