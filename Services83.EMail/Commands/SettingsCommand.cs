using System.CommandLine;
using Services83.EMail.Administration;
using Services83.EMail.Commands.Output;
using Services83.EMail.Hosting;

namespace Services83.EMail.Commands;

/// <summary><c>settings</c>: which settings the program would use, and where each comes from.</summary>
internal static class SettingsCommand
{
    private static readonly Listing<SettingInForce> Settings = new(
        new("key", "Setting", setting => setting.Key),
        new("value", "Value", setting => setting.Value),
        new("source", "Comes from", setting => setting.Source),
        new("isDefault", "", setting => setting.IsDefault));

    public static Command Create(string[] settings)
    {
        var all = new Option<bool>("--all") { Description = "Also those that have their defaults" };
        var command = new Command("settings", "Show the settings in force and where each comes from. Secrets are not shown.") { all, Answer.Json };
        command.SetAction(async (parsed, _) =>
        {
            var configuration = CommandServices.CreateAnyBuilder(settings).Configuration;
            var list = SettingInForce.List(configuration, SettingsCheck.Sections, SettingsCheck.OtherKeys);
            await Answer.WriteAsync(parsed, Settings, [.. list.Where(setting => parsed.GetValue(all) || !setting.IsDefault)]);
            return 0;
        });
        return command;
    }
}
