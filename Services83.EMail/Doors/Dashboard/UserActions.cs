using Services83.EMail.Administration;
using Services83.EMail.Doors.Dashboard.Pages;
using Services83.EMail.Identity;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>The users, and what an administrator does with one.</summary>
internal static class UserActions
{
    public static Task ListAsync(Visit visit) => ListAsync(visit, new StoredAssociate(), error: null);

    public static async Task ShowAsync(Visit visit) =>
        await ShowAsync(visit, await visit.Get<UserAdministration>().RequireAsync(visit.Id, visit.Aborted), error: null);

    public static async Task AddAsync(Visit visit)
    {
        var login = visit.Field("login").Trim();
        var user = new StoredAssociate
        {
            LoginName = login,
            FullName = visit.Field("name").Trim() is { Length: > 0 } name ? name : login,
            EmailAddress = visit.Field("email").Trim(),
            IsAdministrator = visit.IsChecked("administrator"),
            UserType = visit.IsChecked("system") ? UserType.SystemAssociate : UserType.InternalAssociate,
        };
        if (visit.Services.Gateway is not null && !user.IsAdministrator)
        {
            await ListAsync(visit, user, "The callers of a gateway are users of its tenants. Only administrators are added here.");
            return;
        }

        try
        {
            var added = await visit.Get<UserAdministration>().AddAsync(user, visit.Field("password"), visit.Aborted);
            visit.Log("added", NameOf(added));
            await visit.GoAsync($"users/{added.AssociateId}", Notice.UserAdded);
        }
        catch (InvalidArgumentException exception)
        {
            await ListAsync(visit, user, exception.Message);
        }
    }

    public static async Task ChangeAsync(Visit visit)
    {
        var users = visit.Get<UserAdministration>();
        var user = await users.RequireAsync(visit.Id, visit.Aborted);
        var changed = user with { FullName = visit.Field("name").Trim(), EmailAddress = visit.Field("email").Trim(), IsAdministrator = visit.IsChecked("administrator") };
        if (IsOneself(visit, user) && !changed.IsAdministrator)
        {
            await ShowAsync(visit, changed, "You cannot take your own rights of an administrator from yourself. Another administrator can.");
            return;
        }

        await users.ChangeAsync(changed, visit.Aborted);
        visit.Log(changed.IsAdministrator == user.IsAdministrator ? "changed" : changed.IsAdministrator ? "made an administrator of" : "took the rights of an administrator from", NameOf(user));
        await visit.GoAsync($"users/{user.AssociateId}", Notice.UserChanged);
    }

    public static async Task SetPasswordAsync(Visit visit)
    {
        var users = visit.Get<UserAdministration>();
        var user = await users.RequireAsync(visit.Id, visit.Aborted);
        try
        {
            await users.SetPasswordAsync(user, visit.Field("password"), visit.Aborted);
            visit.Log("set a new password of", NameOf(user));
            await visit.GoAsync($"users/{user.AssociateId}", Notice.UserPasswordStored);
        }
        catch (InvalidArgumentException exception)
        {
            await ShowAsync(visit, user, exception.Message);
        }
    }

    public static async Task SetDisabledAsync(Visit visit, bool disabled)
    {
        var users = visit.Get<UserAdministration>();
        var user = await users.RequireAsync(visit.Id, visit.Aborted);
        if (disabled && IsOneself(visit, user))
        {
            await ShowAsync(visit, user, "You cannot disable yourself. Another administrator can.");
            return;
        }

        await users.SetDisabledAsync(user, disabled, visit.Aborted);
        visit.Log(disabled ? "disabled" : "enabled", NameOf(user));
        await visit.GoAsync($"users/{user.AssociateId}", disabled ? Notice.UserDisabled : Notice.UserEnabled);
    }

    public static async Task RevokeAsync(Visit visit)
    {
        var users = visit.Get<UserAdministration>();
        var user = await users.RequireAsync(visit.Id, visit.Aborted);
        await users.RevokeTicketsAsync(user, visit.Aborted);
        visit.Log("revoked all tickets of", NameOf(user));
        await visit.GoAsync($"users/{user.AssociateId}", Notice.TicketsRevoked);
    }

    private static bool IsOneself(Visit visit, StoredAssociate user) => user.AssociateId == visit.Session.Administrator.AssociateId;

    private static string NameOf(StoredAssociate user) => $"user {user.LoginName} ({user.AssociateId})";

    /// <param name="visit">The request.</param>
    /// <param name="draft">What the form for a new user holds.</param>
    /// <param name="error">Why it was not added.</param>
    private static async Task ListAsync(Visit visit, StoredAssociate draft, string? error)
    {
        var text = visit.Query("text").Trim();
        await visit.ShowAsync<UsersPage>(
            new Dictionary<string, object?>
            {
                ["Text"] = text,
                ["Draft"] = draft,
                ["Users"] = await visit.Get<AssociateStore>().ListAsync(text, visit.PageNumber, visit.Aborted),
            },
            error);
    }

    private static Task ShowAsync(Visit visit, StoredAssociate user, string? error) =>
        visit.ShowAsync<UserPage>(new Dictionary<string, object?> { ["User"] = user, ["IsOneself"] = IsOneself(visit, user) }, error);
}
