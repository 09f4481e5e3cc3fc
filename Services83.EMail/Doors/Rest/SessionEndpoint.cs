using System.Text.Json;
using Services83.EMail.Identity;
using Services83.EMail.WebApi;

namespace Services83.EMail.Doors.Rest;

/// <summary><c>/api/v1/session</c>: POST logs a browser in, DELETE logs it out.</summary>
internal sealed class SessionEndpoint(RestPipeline pipeline, RequestReader reader, RestAuthenticator authenticator)
{
    /// <summary>
    /// Accepts an Authorization header, or a user name and a password in JSON, or else the user whom a trusted proxy has logged in. Only
    /// JSON, because another site's page cannot send JSON without a preflight request.
    /// </summary>
    public Task PostAsync(HttpContext context) => pipeline.RunAsync(context, "session", null, async (call, _) =>
    {
        var proof = context.Request.Headers.Authorization.Count > 0
            ? await authenticator.AuthenticateAsync(context, call, ownTicket: true)
            : await LogInAsync(context, call);
        call.Caller = proof.Caller;
        var token = SessionCookies.Set(context, proof.Ticket);
        await RestReply.WriteJsonAsync(context, new { call.Caller?.AssociateId, Associate = call.Caller?.LoginName, XsrfToken = token });
    });

    /// <summary>Ends the session's ticket, so that a copy of the cookie is useless.</summary>
    public Task DeleteAsync(HttpContext context) => pipeline.RunAsync(context, "end of session", null, async (call, _) =>
    {
        var proof = await authenticator.AuthenticateAsync(context, call);
        await context.RequestServices.GetRequiredService<ICallerAuthentication>().EndAsync(proof.Ticket, call.Aborted);
        SessionCookies.Clear(context);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    });

    private async Task<Proof> LogInAsync(HttpContext context, CallContext call)
    {
        call.ApplicationToken = RestAuthenticator.ApplicationTokenOf(context.Request);
        var (userName, password) = Read(await reader.ReadJsonAsync(context.Request, call.Aborted));
        if (userName is null && call.ProxyUserName is not null)
        {
            var principal = context.RequestServices.GetRequiredService<ISoPrincipal>();
            return await Proof.OfLogInAsync(context, await principal.AuthenticateImplicitAsync(), call);
        }

        return await PasswordTickets.LogInAsync(context, userName, password, call);
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
