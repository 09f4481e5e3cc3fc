using Spectre.Console;

namespace Services83.EMail.Commands.Output;

/// <summary>Where commands write tables, progress and prompts. It is made for the first of them, because the server needs none.</summary>
internal static class Terminal
{
    private const int WidthOfFiles = 1000;

    private static readonly Lazy<IAnsiConsole> Shared = new(Create);

    public static IAnsiConsole Console => Shared.Value;

    /// <summary>Whether a person sees what is drawn over what was drawn before.</summary>
    public static bool IsLive => !System.Console.IsOutputRedirected && Console.Profile.Capabilities.Interactive;

    /// <summary>Output to pipes and files has no colours, and no line is wrapped.</summary>
    private static IAnsiConsole Create()
    {
        if (!System.Console.IsOutputRedirected)
        {
            return AnsiConsole.Create(new AnsiConsoleSettings());
        }

        var plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        plain.Profile.Width = WidthOfFiles;
        return plain;
    }
}
