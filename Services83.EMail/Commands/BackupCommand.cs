using System.CommandLine;
using Services83.EMail.Administration.Backups;
using Services83.EMail.Commands.Output;
using Services83.EMail.Hosting;

namespace Services83.EMail.Commands;

/// <summary><c>backup</c> and <c>restore</c>: the SQLite database with its encryption keys.</summary>
internal static class BackupCommand
{
    public static Command CreateBackup(string[] settings)
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A folder that does not exist yet; it gets the database and the keys, so keep it as safe as them" };
        var command = new Command("backup", "Copy the SQLite database and its encryption keys, also while the server runs, and check the copy.") { folder, Answer.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var target = parsed.GetRequiredValue(folder).FullName.TrimEnd(Path.DirectorySeparatorChar);
            var contents = await Of(settings).CreateAsync(target, cancellationToken);
            await Answer.WriteAsync(
                parsed, $"'{target}' holds the database and {contents.Files.Count - 1} keys as of {contents.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} (UTC), and was checked.",
                new { folder = target, contents.CreatedAt, contents.Schema, contents.Files });
            return 0;
        });
        return command;
    }

    public static Command CreateRestore(string[] settings)
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "The folder that 'backup' made" };
        var replace = new Option<bool>("--replace") { Description = "Move the data that is there into a folder beside it" };
        var command = new Command("restore", "Put a backup in its place. The server must not run. Nothing is deleted.") { folder, replace, Answer.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = CommandServices.StorageOf(CommandServices.CreateAnyBuilder(settings).Configuration);
            using var free = EngineLock.TryTake(options.DataFolder)
                ?? throw new CommandException($"A server uses the data folder '{Path.GetFullPath(options.DataFolder)}'. Stop it first.");
            var source = parsed.GetRequiredValue(folder).FullName;
            var replaced = await new Backup(options, TimeProvider.System).RestoreAsync(source, parsed.GetValue(replace), cancellationToken);
            await Answer.WriteAsync(
                parsed, $"'{source}' is restored." + (replaced is null ? "" : $" What was there is in '{replaced}'; delete it when you do not need it any more."),
                new { folder = source, replaced });
            return 0;
        });
        return command;
    }

    private static Backup Of(string[] settings) => new(CommandServices.StorageOf(CommandServices.CreateAnyBuilder(settings).Configuration), TimeProvider.System);
}
