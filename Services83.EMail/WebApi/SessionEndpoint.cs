using System.Text.Json;
using Services83.EMail.Identity;
using Services83.EMail.Rest;

namespace Services83.EMail.WebApi;

/// <summary><c>/api/v1/session</c>: POST logs a browser in, DELETE logs it out.</summary>
internal sealed class SessionEndpoint(
    RestPipeline pipeline, RequestReader reader, RestAuthenticator restAuthenticator, Authenticator authenticator, TicketStore tickets)
{
    /// <summary>
    /// Takes an Authorization header, or a user name and a password in JSON, or else whom a trusted proxy vouches for. JSON alone, for
    /// another site's page cannot send that without being asked first whether it may.
    /// </summary>
    public Task PostAsync(HttpContext context) => pipeline.RunAsync(context, "session", null, async (call, _) =>
    {
        var (caller, ticket) = await LogInAsync(context, call);
        call.Caller = caller;
        var token = SessionCookies.Set(context, ticket);
        await RestReply.WriteJsonAsync(context, new { caller.AssociateId, Associate = caller.LoginName, XsrfToken = token });
    });

    /// <summary>Ends the session's ticket, so that a copy of the cookie is worth nothing.</summary>
    public Task DeleteAsync(HttpContext context) => pipeline.RunAsync(context, "end of session", null, async (call, _) =>
    {
        var proof = await restAuthenticator.AuthenticateAsync(context, call);
        await tickets.EndAsync(proof.Ticket, call.Aborted);
        SessionCookies.Clear(context);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    });

    private async Task<(Caller Caller, string Ticket)> LogInAsync(HttpContext context, CallContext call)
    {
        if (context.Request.Headers.Authorization.Count > 0)
        {
            var proof = await restAuthenticator.AuthenticateAsync(context, call);
            return (proof.Caller, proof.Ticket);
        }

        var token = context.Request.Headers[RestAuthenticator.ApplicationTokenHeader].ToString();
        var (userName, password) = Read(await reader.ReadJsonAsync(context.Request, call.Aborted));
        var logIn = userName is null && call.ProxyUserName is not null
            ? await authenticator.LogInImplicitAsync(call.ProxyUserName, token, call.Aborted)
            : await authenticator.LogInAsync(userName, password, token, call.RemoteAddress, call.Aborted);

        // The agent itself has to be granted too, as with every call.
        return (await authenticator.AuthenticateTicketAsync(logIn.Ticket, token, call.Aborted), logIn.Ticket);
    }

    private static (string? UserName, string? Password) Read(byte[] json)
    {
        if (json.Length == 0)
        {
            return default;
        }

        try
        {
            var body = JsonSerializer.Deserialize<Dictionary<string, string?>>(json, RestJson.Options);
            return (Value(body, "UserName"), Value(body, "Password"));
        }
        catch (JsonException)
        {
            throw RestException.InvalidRequest("The body must be an object with UserName and Password.");
        }
    }

    private static string? Value(Dictionary<string, string?>? body, string name) =>
        body?.FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
