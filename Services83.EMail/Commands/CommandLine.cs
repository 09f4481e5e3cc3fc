using System.CommandLine;
using Services83.EMail.Administration.Backups;
using Services83.EMail.Connections.Tokens;
using Services83.EMail.Hosting;
using Services83.EMail.Storage;

namespace Services83.EMail.Commands;

/// <summary>
/// The program's commands; without one it serves. Settings of appsettings.json can be given to any of them as
/// <c>--Section:Key=value</c>. Passwords come from a prompt, standard input or an environment variable, never from an argument,
/// which other users of the machine could read.
/// </summary>
internal static class CommandLine
{
    /// <summary>Longer than the time in which the host ends requests and syncs (6 seconds), so that it is not interrupted.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(9);

    public static async Task<int> RunAsync(string[] args)
    {
        var (settings, words) = SettingArguments.Split(args);
        try
        {
            return await Parse(settings, words).InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TerminationTimeout,
            });
        }
        catch (Exception exception) when (Explain(exception) is { } explanation)
        {
            await Console.Error.WriteLineAsync(explanation);
            return 1;
        }
    }

    private static ParseResult Parse(string[] settings, string[] words)
    {
        var root = new RootCommand("""
            Services83.EMail: the Services83 SOAP e-mail agent on real mail accounts.

            Any setting of appsettings.json can be given to any command, as in --Storage:DataFolder=./data or --urls=http://localhost:8083.
            """)
        {
            ServeCommand.Create(settings),
            DemoCommand.Create(settings),
            SandboxCommand.Create(settings),
            UserCommand.Create(settings),
            TokenCommand.Create(settings),
            TicketCommand.Create(settings),
            AccountCommand.Create(settings),
            PeopleCommand.Create(settings),
            DocumentCommand.Create(settings),
            SyncCommand.Create(settings),
            StatusCommand.Create(settings),
            CallsCommand.Create(settings),
            OutboxCommand.Create(settings),
            RetryCommand.Create(settings),
            WebhookCommand.Create(settings),
            BackupCommand.CreateBackup(settings),
            BackupCommand.CreateRestore(settings),
            DoctorCommand.Create(settings),
            SettingsCommand.Create(settings),
            MigrateDataCommand.Create(settings),
            WsdlCommand.Create(settings),
        };
        root.SetAction((_, cancellationToken) => ServeCommand.RunAsync(settings, cancellationToken));
        var result = root.Parse(words);
        if (result.Errors.Count > 0 && result.Action is System.CommandLine.Invocation.ParseErrorAction)
        {
            var wrong = string.Join(' ', result.Errors.Select(error => error.Message));
            throw new CommandException($"{wrong} Add --help to see what is possible.");
        }

        return result;
    }

    /// <summary>The text of an error that the operator can solve; null for a defect of this program, which is shown with its
    /// stack.</summary>
    private static string? Explain(Exception exception) => exception switch
    {
        AgentException or StorageException or CommandException or BackupException or SettingsException or ListenException or ConsentException => exception.Message,
        IOException or UnauthorizedAccessException => exception.Message,
        OperationCanceledException => "Interrupted.",
        _ => null,
    };
}

/// <summary>A command cannot do what it was asked to; the message says why.</summary>
internal sealed class CommandException(string message) : Exception(message);
