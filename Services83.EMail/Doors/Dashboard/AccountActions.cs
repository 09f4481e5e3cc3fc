using Services83.EMail.Administration;
using Services83.EMail.Doors.Dashboard.Pages;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>The accounts, and what an administrator does with one.</summary>
internal static class AccountActions
{
    public static async Task ListAsync(Visit visit)
    {
        var (state, text) = (visit.Query("state"), visit.Query("text").Trim());
        await visit.ShowAsync<AccountsPage>(new Dictionary<string, object?>
        {
            ["State"] = state,
            ["Text"] = text,
            ["Accounts"] = await visit.Get<AccountPages>().ListAsync(state, text, visit.PageNumber, visit.Aborted),
        });
    }

    public static Task ShowAsync(Visit visit) => ShowAsync(visit, tested: null, error: null);

    /// <summary>Logs in at the servers of the account.</summary>
    public static async Task TestAsync(Visit visit)
    {
        var tested = await visit.Get<AccountAdministration>().TestAsync(visit.Id, visit.Aborted);
        visit.Log("tested the logins of", $"account {visit.Id}");
        await ShowAsync(visit, tested, error: null);
    }

    public static async Task SyncAsync(Visit visit)
    {
        await visit.Get<AccountAdministration>().RequireAsync(visit.Id, visit.Aborted);
        await visit.Get<SyncQueue>().EnqueueAsync([visit.Id], visit.Aborted);
        visit.Log("requested a sync of", $"account {visit.Id}");
        await visit.GoAsync($"accounts/{visit.Id}", Notice.SyncRequested);
    }

    public static async Task SetPausedAsync(Visit visit, bool paused)
    {
        await visit.Get<AccountAdministration>().SetDisabledAsync(visit.Id, paused, visit.Aborted);
        visit.Log(paused ? "paused" : "resumed", $"account {visit.Id}");
        await visit.GoAsync($"accounts/{visit.Id}", paused ? Notice.Paused : Notice.Resumed);
    }

    /// <summary>Stores a new password of the mailbox, if the servers accept it or the administrator does not want to ask them.</summary>
    public static async Task SetPasswordAsync(Visit visit)
    {
        var administration = visit.Get<AccountAdministration>();
        if (visit.Field("password") is not { Length: > 0 } password)
        {
            await ShowAsync(visit, tested: null, "Enter the new password.");
            return;
        }

        var draft = await administration.WithPasswordAsync(visit.Id, new Secret(password), visit.IsChecked("outgoing"), visit.Aborted);
        if (!visit.IsChecked("untested"))
        {
            var tested = await administration.TestAsync(draft, visit.Aborted);
            if (tested.Any(login => login.Failure is not null))
            {
                await ShowAsync(visit, tested, "Nothing was stored, because a login with the new password failed.");
                return;
            }
        }

        await administration.ChangeAsync(draft, visit.Aborted);
        visit.Log("stored a new password of", $"account {visit.Id}");
        await visit.GoAsync($"accounts/{visit.Id}", Notice.MailPasswordStored);
    }

    private static async Task ShowAsync(Visit visit, IReadOnlyList<TestedLogin>? tested, string? error)
    {
        var (id, reports) = (visit.Id, visit.Get<AccountReports>());
        var stored = await visit.Get<AccountAdministration>().RequireAsync(id, visit.Aborted);
        await visit.ShowAsync<AccountPage>(
            new Dictionary<string, object?>
            {
                ["Account"] = stored,
                ["Line"] = await visit.Get<AccountPages>().FindAsync(id, visit.Aborted) ?? new AccountLine(),
                ["Runs"] = await visit.Get<SyncHistory>().ListAsync(id, visit.Aborted),
                ["Folders"] = await reports.FoldersAsync(id, visit.PageNumber, visit.Aborted),
                ["Undelivered"] = await reports.UndeliveredAsync(id, visit.Aborted),
                ["Refused"] = await reports.RefusedAsync(id, visit.Aborted),
                ["Tested"] = tested,
            },
            error);
    }
}
