using System.Globalization;
using Microsoft.AspNetCore.Components;
using Services83.EMail.Identity;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>A request of an administrator.</summary>
/// <param name="http">The request.</param>
/// <param name="session">Who asks.</param>
/// <param name="ticket">Of the session.</param>
/// <param name="services">What the pages use.</param>
internal sealed class Visit(HttpContext http, AdministratorSession session, string ticket, DashboardServices services)
{
    public HttpContext Http { get; } = http;

    public AdministratorSession Session { get; } = session;

    public DashboardServices Services { get; } = services;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>The number of the page of a list, from 1.</summary>
    public int PageNumber => int.TryParse(Query("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Max(1, number) : 1;

    /// <summary>The number in the path.</summary>
    /// <exception cref="EntityNotFoundException">It is none.</exception>
    public int Id => int.TryParse(Http.Request.RouteValues["id"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw new EntityNotFoundException("There is nothing at this address.", "id", "");

    public T Get<T>()
        where T : notnull => Http.RequestServices.GetRequiredService<T>();

    /// <summary>A parameter of the address; empty when there is none.</summary>
    public string Query(string name) => Http.Request.Query[name].ToString();

    /// <summary>A field of the form; empty when there is none.</summary>
    public string Field(string name) => Http.Request.Form[name].ToString();

    public bool IsChecked(string name) => Field(name).Length > 0;

    public Frame Frame(string? error = null, string? notice = null) => new(
        Paths.RootOf(Http), Session.Administrator, SessionCookie.FormTokenOf(ticket), Services.Time.GetUtcNow())
    {
        IsGateway = Services.Gateway is not null,
        Notice = notice ?? Notices.TextOf(Query(Notices.Parameter)),
        Error = error,
    };

    /// <summary>Answers with a page.</summary>
    /// <typeparam name="TPage">The page.</typeparam>
    /// <param name="parameters">Its parameters besides the frame.</param>
    /// <param name="error">Why what was asked for was not done; null if it was.</param>
    /// <param name="notice">What was done, if the address does not say it.</param>
    public Task ShowAsync<TPage>(IReadOnlyDictionary<string, object?> parameters, string? error = null, string? notice = null)
        where TPage : IComponent => Renderer.WriteAsync<TPage>(
            Http, error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, Frame(error, notice), parameters);

    /// <summary>Sends the browser to a page after something was done, so that loading it again does nothing again.</summary>
    /// <param name="path">Below <c>/admin/</c>.</param>
    /// <param name="notice">What was done; null says nothing.</param>
    public Task GoAsync(string path, Notice? notice = null)
    {
        Paths.Redirect(Http, notice is null ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Notices.Parameter}={notice}");
        return Task.CompletedTask;
    }

    /// <summary>Logs what the administrator has done.</summary>
    /// <param name="what">Such as <c>paused</c>.</param>
    /// <param name="whom">Such as <c>account 3</c>.</param>
    public void Log(string what, string whom) => Services.LogDone(Session.Administrator.LoginName, what, whom);
}
