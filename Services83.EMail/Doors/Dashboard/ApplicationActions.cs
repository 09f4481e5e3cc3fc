using Services83.EMail.Doors.Dashboard.Pages;
using Services83.EMail.Identity;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>The applications and their tokens.</summary>
internal static class ApplicationActions
{
    public static Task ListAsync(Visit visit) => ListAsync(visit, token: null, error: null);

    /// <summary>Makes a token. The reply shows it once; nothing but its hash is stored.</summary>
    public static async Task AddAsync(Visit visit)
    {
        var (name, token) = (visit.Field("name").Trim(), ApplicationTokenStore.CreateToken());
        try
        {
            await visit.Get<ApplicationTokenStore>().AddAsync(name, token, visit.IsChecked("email"), visit.Aborted);
        }
        catch (InvalidArgumentException exception)
        {
            await ListAsync(visit, token: null, exception.Message);
            return;
        }

        visit.Log("added", $"application {name}");
        await ListAsync(visit, token, error: null);
    }

    public static async Task SetDisabledAsync(Visit visit, bool disabled)
    {
        await visit.Get<ApplicationTokenStore>().SetDisabledAsync(visit.Field("name"), disabled, visit.Aborted);
        visit.Log(disabled ? "disabled" : "enabled", $"application {visit.Field("name")}");
        await visit.GoAsync("applications", disabled ? Notice.TokenDisabled : Notice.TokenEnabled);
    }

    public static async Task RemoveAsync(Visit visit)
    {
        await visit.Get<ApplicationTokenStore>().RemoveAsync(visit.Field("name"), visit.Aborted);
        visit.Log("removed", $"application {visit.Field("name")}");
        await visit.GoAsync("applications", Notice.TokenRemoved);
    }

    private static async Task ListAsync(Visit visit, string? token, string? error) => await visit.ShowAsync<ApplicationsPage>(
        new Dictionary<string, object?>
        {
            ["Token"] = token,
            ["Name"] = visit.Http.Request.HasFormContentType ? visit.Field("name") : "",
            ["Applications"] = await visit.Get<ApplicationTokenStore>().ListAsync(visit.PageNumber, visit.Aborted),
            ["IsOnline"] = visit.Get<Microsoft.Extensions.Options.IOptions<IdentityOptions>>().Value.Deployment == Deployment.Online,
        },
        error);
}
