using Microsoft.AspNetCore.Http.Features;
using Services83.EMail.Doors.Dashboard.Pages;
using Services83.EMail.Doors.Http;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>
/// Lets only administrators with a session in, and forms only from the program's own pages; turns errors into pages.
/// </summary>
internal sealed class DashboardGuard(AdministratorSessions sessions, SessionCookie cookie, DashboardServices services, Uri? publicUrl)
{
    /// <summary>Bytes of a form at most; the largest one holds a password of 1024 characters.</summary>
    private const long MaxForm = 64 * 1024;

    private const string TokenField = "token";

    /// <summary>A page or an action for administrators.</summary>
    public Task RunAsync(HttpContext context, Func<Visit, Task> work, bool isUse = true) => SafelyAsync(context, async () =>
    {
        if (SessionCookie.TicketOf(context.Request) is not { } ticket || await sessions.FindAsync(ticket, isUse, context.RequestAborted) is not { } session)
        {
            var page = HttpMethods.IsGet(context.Request.Method) ? Paths.Below(context) : "";
            Paths.Redirect(context, Paths.IsPage(page) ? $"sign-in?to={page}" : "sign-in");
            return;
        }

        if (HttpMethods.IsPost(context.Request.Method) && !SessionCookie.IsFormOf(ticket, (await context.Request.ReadFormAsync(context.RequestAborted))[TokenField]))
        {
            services.LogForged(context.Connection.RemoteIpAddress, "it has no token of the session");
            await MessageAsync(context, StatusCodes.Status403Forbidden, "Nothing was done", "This form belongs to a session that has ended. Open the page again.");
            return;
        }

        await work(new Visit(context, session, ticket, services));
    });

    /// <summary>The page where administrators log in.</summary>
    public Task ShowSignInAsync(HttpContext context) => SafelyAsync(
        context, () => ShowSignInAsync(context, StatusCodes.Status200OK, "", error: null));

    /// <summary>Begins a session, and leads to the page that was asked for before.</summary>
    public Task SignInAsync(HttpContext context) => SafelyAsync(context, async () =>
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (user, to) = (form["user"].ToString().Trim(), form["to"].ToString());
        try
        {
            cookie.Set(context, await sessions.BeginAsync(user, form["password"].ToString(), context.Connection.RemoteIpAddress, context.RequestAborted));
        }
        catch (AgentException exception) when (exception is NotAuthenticatedException or AccessDeniedException or ThrottledException)
        {
            await ShowSignInAsync(context, exception is ThrottledException ? StatusCodes.Status429TooManyRequests : StatusCodes.Status403Forbidden, user, exception.Message);
            return;
        }

        Paths.Redirect(context, Paths.IsPage(to) ? to : "");
    });

    /// <summary>Ends the session, here and in the browser.</summary>
    public async Task SignOutAsync(Visit visit)
    {
        if (SessionCookie.TicketOf(visit.Http.Request) is { } ticket)
        {
            await sessions.EndAsync(ticket, visit.Aborted);
        }

        cookie.Clear(visit.Http);
        visit.Log("logged out", "");
        await visit.GoAsync("sign-in", Notice.SignedOut);
    }

    /// <summary>Whether the session that an open page belongs to still exists.</summary>
    public async Task<bool> IsOpenAsync(Visit visit) =>
        SessionCookie.TicketOf(visit.Http.Request) is { } ticket && await sessions.FindAsync(ticket, isUse: false, visit.Aborted) is not null;

    private async Task SafelyAsync(HttpContext context, Func<Task> work)
    {
        Renderer.Protect(context.Response);
        try
        {
            if (HttpMethods.IsPost(context.Request.Method) && !await IsOwnFormAsync(context))
            {
                return;
            }

            await work();
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            var (status, title, text) = Describe(exception);
            if (status == StatusCodes.Status500InternalServerError)
            {
                services.LogFailed(exception, context.Request.Path);
            }

            await MessageAsync(context, status, title, text);
        }
    }

    /// <summary>Whether a page of this server sent the form, of a size that its forms can have.</summary>
    private async Task<bool> IsOwnFormAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxForm;
        }

        var own = publicUrl?.AbsoluteUri ?? $"{context.Request.Scheme}://{context.Request.Host}";
        if (!RequestOrigin.IsForeign(context.Request, own))
        {
            return true;
        }

        services.LogForged(context.Connection.RemoteIpAddress, "another site's page sent it");
        await MessageAsync(context, StatusCodes.Status403Forbidden, "Nothing was done", "This form was sent by a page of another site.");
        return false;
    }

    private static (int Status, string Title, string Text) Describe(Exception exception) => exception switch
    {
        EntityNotFoundException found => (StatusCodes.Status404NotFound, "Not found", found.Message),
        AgentException refused => (StatusCodes.Status400BadRequest, "Nothing was done", refused.Message),
        StorageException { IsTransient: true } => (StatusCodes.Status503ServiceUnavailable, "Not now", "The server's database is busy, or its disk is full. Try again later; the log says which."),
        StorageException => (StatusCodes.Status503ServiceUnavailable, "Not now", "The server's database cannot be used. The log says why."),
        BadHttpRequestException or InvalidDataException => (StatusCodes.Status400BadRequest, "Nothing was done", "This is no form of these pages."),
        // A form of another content type.
        InvalidOperationException when exception.Source == "Microsoft.AspNetCore.Http" => (StatusCodes.Status400BadRequest, "Nothing was done", "This is no form of these pages."),
        _ => (StatusCodes.Status500InternalServerError, "Unexpected error", "The page cannot be shown because of an unexpected error. The log says more."),
    };

    private Task MessageAsync(HttpContext context, int status, string title, string text) => Renderer.WriteAsync<MessagePage>(
        context, status, new Frame(Paths.RootOf(context), User: null, "", services.Time.GetUtcNow()),
        new Dictionary<string, object?> { ["Title"] = title, ["Text"] = text });

    private Task ShowSignInAsync(HttpContext context, int status, string user, string? error)
    {
        var frame = new Frame(Paths.RootOf(context), User: null, "", services.Time.GetUtcNow())
        {
            Notice = Notices.TextOf(context.Request.Query[Notices.Parameter].ToString()),
            Error = error,
        };
        var to = HttpMethods.IsPost(context.Request.Method) ? context.Request.Form["to"].ToString() : context.Request.Query["to"].ToString();
        return Renderer.WriteAsync<SignInPage>(
            context, status, frame, new Dictionary<string, object?> { ["UserName"] = user, ["To"] = Paths.IsPage(to) ? to : "" });
    }
}
