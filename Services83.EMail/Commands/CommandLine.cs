using System.CommandLine;
using Microsoft.Extensions.Options;
using Services83.EMail.Storage;

namespace Services83.EMail.Commands;

/// <summary>
/// The program's commands; without one it serves. Settings of appsettings.json can be given to any of them as
/// <c>--Section:Key=value</c>. Passwords come from a prompt, standard input or an environment variable, never from an argument,
/// which other users of the machine could read.
/// </summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        args = JoinUrls(args);
        var settings = args.Where(IsSetting).ToArray();
        var root = new RootCommand("Services83.EMail: the Services83 SOAP e-mail agent on real mail accounts.")
        {
            ServeCommand.Create(settings),
            DemoCommand.Create(settings),
            UserCommand.Create(settings),
            TokenCommand.Create(settings),
            AccountCommand.Create(settings),
            SyncCommand.Create(settings),
            StatusCommand.Create(settings),
            WsdlCommand.Create(),
        };
        root.SetAction((_, cancellationToken) => ServeCommand.RunAsync(settings, cancellationToken));
        var command = root.Parse([.. args.Where(arg => !IsSetting(arg))]);
        try
        {
            return await command.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (Explain(exception) is { } explanation)
        {
            await Console.Error.WriteLineAsync(explanation);
            return 1;
        }
    }

    // `--urls http://…`, as every ASP.NET Core program takes it, is a setting in two words.
    private static string[] JoinUrls(string[] args)
    {
        var at = Array.FindIndex(args, arg => arg.Equals("--urls", StringComparison.OrdinalIgnoreCase));
        return at < 0 || at + 1 == args.Length ? args : [.. args[..at], $"--urls={args[at + 1]}", .. args[(at + 2)..]];
    }

    private static bool IsSetting(string arg) =>
        arg.StartsWith("--urls=", StringComparison.OrdinalIgnoreCase)
        || (arg.StartsWith("--", StringComparison.Ordinal) && arg.IndexOf(':') is > 0 and var colon && arg.IndexOf('=') > colon);

    /// <summary>What the operator can do something about; null for a defect of ours, which shows its stack.</summary>
    private static string? Explain(Exception exception) => exception switch
    {
        AgentException or StorageException or CommandException => exception.Message,
        OptionsValidationException invalid => "Wrong settings:\n" + string.Join('\n', invalid.Failures.Select(failure => "  " + failure)),
        IOException io when io.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException => io.Message,
        OperationCanceledException => "Interrupted.",
        _ => null,
    };
}

/// <summary>A command cannot do what it was asked to; the message says why.</summary>
internal sealed class CommandException(string message) : Exception(message);
