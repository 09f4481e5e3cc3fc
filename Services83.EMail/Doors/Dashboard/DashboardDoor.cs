using Microsoft.Extensions.Options;
using Services83.EMail.Administration;
using Services83.EMail.Identity;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>The pages for administrators at <c>/admin</c>.</summary>
internal static class DashboardDoor
{
    /// <summary>Whether there are these pages: a setting switches them off.</summary>
    public static bool IsServed(IServiceProvider services) =>
        services.GetRequiredService<IOptions<DashboardOptions>>().Value.Enabled;

    /// <param name="app">The server.</param>
    /// <param name="publicUrl">The address under which browsers reach it; null if the settings do not say.</param>
    /// <param name="settings">The settings in force.</param>
    /// <param name="gateway">How to read what a gateway has; null for the mailbox engine.</param>
    public static void MapDashboardDoor(this WebApplication app, Uri? publicUrl, Func<IReadOnlyList<SettingInForce>> settings, GatewayAccess? gateway)
    {
        var services = new DashboardServices(
            app.Services.GetRequiredService<TimeProvider>(), settings, gateway, app.Services.GetRequiredService<ILogger<DashboardServices>>(), app.Lifetime.ApplicationStopping);
        var cookie = new SessionCookie(publicUrl);
        var guard = new DashboardGuard(app.Services.GetRequiredService<AdministratorSessions>(), cookie, services, publicUrl);

        app.MapGet($"{Paths.Door}/{DashboardFiles.Folder}/{{file}}", context => DashboardFiles.ServeAsync(context, $"{context.Request.RouteValues["file"]}"));
        app.MapGet($"{Paths.Door}/sign-in", guard.ShowSignInAsync);
        app.MapPost($"{Paths.Door}/sign-in", guard.SignInAsync);
        if (gateway is null)
        {
            var events = new AccountEvents(guard);
            app.MapGet($"{Paths.Door}/accounts/{{id}}/events", context => guard.RunAsync(context, events.StreamAsync, isUse: false));
        }

        foreach (var (path, page) in Pages.Concat(gateway is null ? PagesOfMailbox : PagesOfGateway))
        {
            app.MapGet(Paths.Door + path, context => guard.RunAsync(context, page));
        }

        foreach (var (path, action) in Actions.Concat(gateway is null ? ActionsOfMailbox : ActionsOfGateway).Append(("/sign-out", guard.SignOutAsync)))
        {
            app.MapPost(Paths.Door + path, context => guard.RunAsync(context, action));
        }
    }

    /// <summary>Those of every engine.</summary>
    private static (string Path, Func<Visit, Task> Page)[] Pages =>
    [
        ("/calls", CallActions.ListAsync),
        ("/users", UserActions.ListAsync),
        ("/users/{id}", UserActions.ShowAsync),
        ("/tickets", TicketActions.ListAsync),
        ("/settings", SettingActions.ListAsync),
    ];

    private static (string Path, Func<Visit, Task> Page)[] PagesOfMailbox =>
    [
        ("", OverviewActions.ShowAsync),
        ("/accounts", AccountActions.ListAsync),
        ("/accounts/{id}", AccountActions.ShowAsync),
        ("/outbox", OutboxActions.ListAsync),
        ("/applications", ApplicationActions.ListAsync),
    ];

    private static (string Path, Func<Visit, Task> Page)[] PagesOfGateway => [("", GatewayActions.ShowAsync)];

    private static (string Path, Func<Visit, Task> Action)[] Actions =>
    [
        ("/users", UserActions.AddAsync),
        ("/users/{id}", UserActions.ChangeAsync),
        ("/users/{id}/password", UserActions.SetPasswordAsync),
        ("/users/{id}/disable", visit => UserActions.SetDisabledAsync(visit, disabled: true)),
        ("/users/{id}/enable", visit => UserActions.SetDisabledAsync(visit, disabled: false)),
        ("/users/{id}/revoke", UserActions.RevokeAsync),
        ("/tickets/revoke", TicketActions.RevokeAsync),
    ];

    private static (string Path, Func<Visit, Task> Action)[] ActionsOfMailbox =>
    [
        ("/accounts/{id}/sync", AccountActions.SyncAsync),
        ("/accounts/{id}/pause", visit => AccountActions.SetPausedAsync(visit, paused: true)),
        ("/accounts/{id}/resume", visit => AccountActions.SetPausedAsync(visit, paused: false)),
        ("/accounts/{id}/test", AccountActions.TestAsync),
        ("/accounts/{id}/password", AccountActions.SetPasswordAsync),
        ("/outbox/{id}/again", OutboxActions.SendAgainAsync),
        ("/outbox/{id}/drop", OutboxActions.DropAsync),
        ("/outbox/{id}/retry", OutboxActions.RetryCopyAsync),
        ("/applications", ApplicationActions.AddAsync),
        ("/applications/disable", visit => ApplicationActions.SetDisabledAsync(visit, disabled: true)),
        ("/applications/enable", visit => ApplicationActions.SetDisabledAsync(visit, disabled: false)),
        ("/applications/remove", ApplicationActions.RemoveAsync),
    ];

    private static (string Path, Func<Visit, Task> Action)[] ActionsOfGateway =>
    [
        ("/tenants/ask", GatewayActions.AskAsync),
        ("/syncs/{id}/retry", GatewayActions.RetryAsync),
    ];
}
