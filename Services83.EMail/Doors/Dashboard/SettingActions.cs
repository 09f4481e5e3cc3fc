using Services83.EMail.Doors.Dashboard.Pages;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>The settings in force, which only the configuration can change.</summary>
internal static class SettingActions
{
    public static Task ListAsync(Visit visit)
    {
        var isAll = visit.Query("all").Length > 0;
        return visit.ShowAsync<SettingsPage>(new Dictionary<string, object?>
        {
            ["IsAll"] = isAll,
            ["Settings"] = (IReadOnlyList<Administration.SettingInForce>)[.. visit.Services.Settings().Where(setting => isAll || !setting.IsDefault)],
        });
    }
}
