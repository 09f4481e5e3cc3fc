namespace Services83.EMail.Commands;

/// <summary>Separates settings (<c>--Section:Key=value</c>, and those without a section) from the words of a command.</summary>
internal static class SettingArguments
{
    private static readonly string[] WithoutSection = ["--urls", "--PathBase", "--Engine"];

    /// <summary>The settings, each as <c>--Key=value</c>, and the rest. A setting may also be two words, as <c>--urls http://…</c>.</summary>
    public static (string[] Settings, string[] Words) Split(string[] args)
    {
        var (settings, words) = (new List<string>(), new List<string>());
        for (var i = 0; i < args.Length; i++)
        {
            if (IsSetting(args[i]))
            {
                settings.Add(args[i]);
            }
            else if (IsName(args[i]) && i + 1 < args.Length && !args[i + 1].StartsWith('-'))
            {
                settings.Add($"{args[i]}={args[++i]}");
            }
            else
            {
                words.Add(args[i]);
            }
        }

        return ([.. settings], [.. words]);
    }

    private static bool IsSetting(string arg) => arg.Split('=', 2) is [var name, _] && IsName(name);

    private static bool IsName(string arg) =>
        WithoutSection.Contains(arg, StringComparer.OrdinalIgnoreCase)
        || (arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains(':', StringComparison.Ordinal) && !arg.Contains('=', StringComparison.Ordinal));
}
