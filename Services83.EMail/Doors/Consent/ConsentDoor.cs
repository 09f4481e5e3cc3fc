using Services83.EMail.Connections.Tokens;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Consents;

namespace Services83.EMail.Doors.Consent;

/// <summary>
/// The pages for the owner of a mailbox who was sent a link: what is asked for, the way to the identity provider, and the way back. Opening the
/// link changes nothing, so a program that looks at all links in a message uses none up.
/// </summary>
public static class ConsentDoor
{
    private const string Consent = "/consent/{secret}";
    private const string Callback = "/oauth/callback";

    /// <param name="app">The server.</param>
    /// <param name="publicUrl">The address under which a browser reaches it; null: there are no links.</param>
    public static void MapConsentDoor(this WebApplication app, Uri? publicUrl)
    {
        if (publicUrl is null)
        {
            return;
        }

        var services = app.Services;
        var visit = new ConsentVisit(
            services.GetRequiredService<ConsentLinks>(), services.GetRequiredService<Consents>(),
            new ConsentCookie(services.GetRequiredService<SecretProtector>(), services.GetRequiredService<TimeProvider>(), publicUrl), publicUrl);
        app.MapGet(Consent, (HttpContext context, string secret) => AnswerAsync(context, () => visit.ShowAsync(secret, context.RequestAborted)));
        app.MapGet($"{Consent}/begin", (HttpContext context, string secret) => AnswerAsync(context, () => visit.BeginAsync(context, secret)));
        app.MapGet(Callback, (HttpContext context, string? state) => AnswerAsync(context, () => visit.ReturnAsync(context, state ?? "")));
    }

    private static async Task AnswerAsync(HttpContext context, Func<Task<ConsentPage?>> work)
    {
        ConsentPage? page;
        try
        {
            page = await work();
        }
        catch (StorageException)
        {
            page = new ConsentPage(StatusCodes.Status503ServiceUnavailable, "Not now", "The server cannot do this at the moment. Please try again later.");
        }
        catch (ConsentException exception)
        {
            page = new ConsentPage(StatusCodes.Status400BadRequest, "There is no consent", exception.Message);
        }

        if (page is not null)
        {
            await page.WriteAsync(context);
        }
    }
}
