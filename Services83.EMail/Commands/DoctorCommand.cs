using System.CommandLine;
using Services83.EMail.Administration.Doctor;
using Services83.EMail.Commands.Output;
using Services83.EMail.Hosting;
using Services83.EMail.Storage;

namespace Services83.EMail.Commands;

/// <summary><c>doctor</c>: examines everything that the program needs, and says what to do about what it finds.</summary>
internal static class DoctorCommand
{
    private static readonly Listing<Finding> Findings = new(
        new("severity", "", finding => finding.Severity),
        new("mark", "Result", finding => finding.Severity, finding => finding.Severity switch
        {
            Severity.Ok => "ok",
            Severity.Warning => "WARNING",
            Severity.Error => "ERROR",
            _ => throw new ArgumentOutOfRangeException(nameof(finding), finding.Severity, "There is no such severity."),
        }),
        new("subject", "What", finding => finding.Subject),
        new("text", "Finding", finding => finding.Text),
        new("advice", "What to do", finding => finding.Advice));

    public static Command Create(string[] settings)
    {
        var offline = new Option<bool>("--offline") { Description = "Do not log in at mail servers" };
        var command = new Command(
            "doctor",
            "Examine settings, folders, database, keys, clock, certificates and the login at every mail server. The exit code is 0 if all is well, 2 for an error, 3 for a warning.")
        {
            offline, Answer.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var findings = await ExamineAsync(settings, parsed.GetValue(offline), cancellationToken);
            await Answer.WriteAsync(parsed, Findings, findings);
            return StatusSection.Worst(findings.Select(finding => finding.Severity switch
            {
                Severity.Ok => 0,
                Severity.Warning => Answer.Warning,
                Severity.Error => Answer.NeedsAttention,
                _ => throw new ArgumentOutOfRangeException(nameof(settings), finding.Severity, "There is no such severity."),
            }));
        });
        return command;
    }

    /// <summary>What does not depend on something broken is examined, also after an error.</summary>
    private static async Task<IReadOnlyList<Finding>> ExamineAsync(string[] settings, bool offline, CancellationToken cancellationToken)
    {
        HostApplicationBuilder builder;
        try
        {
            builder = CommandServices.CreateAnyBuilder(settings);
        }
        catch (SettingsException exception)
        {
            return [new(Severity.Error, "Settings", exception.Message, "docs/configuration.md lists the settings.")];
        }

        var options = CommandServices.StorageOf(builder.Configuration);
        List<Finding> findings = [.. FolderExamination.Run(options), .. CertificateExamination.Run(builder.Configuration, TimeProvider.System)];
        if (options.Provider == StorageProvider.Sqlite && !File.Exists(options.DatabaseFile))
        {
            return [.. findings, new(
                Severity.Warning, "Database", $"there is none at '{Path.GetFullPath(options.DatabaseFile)}'",
                "The server or the first command creates it. If there should be one, check Storage:DataFolder.")];
        }

        try
        {
            using var host = await CommandServices.BuildAsync(builder, cancellationToken);
            findings.Insert(0, new(Severity.Ok, "Settings", "are valid"));
            findings.AddRange(await ExamineAsync(host.Services, options, offline, cancellationToken));
        }
        catch (SettingsException exception)
        {
            findings.Add(new(Severity.Error, "Settings", exception.Message, "docs/configuration.md lists the settings."));
        }
        catch (StorageException exception)
        {
            findings.Add(new(Severity.Error, "Database", exception.Message, "The finding says what to do."));
        }

        return findings;
    }

    private static async Task<IReadOnlyList<Finding>> ExamineAsync(IServiceProvider services, StorageOptions options, bool offline, CancellationToken cancellationToken)
    {
        if (EngineSetup.EngineOf(services.GetRequiredService<IConfiguration>()) == Engine.Gateway)
        {
            return await GatewayStatus.ExamineAsync(services, cancellationToken);
        }

        var database = ActivatorUtilities.CreateInstance<DatabaseExamination>(services);
        var findings = await database.RunAsync(options, cancellationToken);
        return offline ? findings : [.. findings, .. await ActivatorUtilities.CreateInstance<MailExamination>(services).RunAsync(cancellationToken)];
    }
}
