using System.CommandLine;
using System.Diagnostics;
using Services83.EMail.Commands.Output;
using Services83.EMail.Hosting;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Moving;
using Services83.EMail.Storage.PostgreSql;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary><c>migrate-data</c>: moves the data of the data folder into a PostgreSQL database.</summary>
internal static class MigrateDataCommand
{
    private const string NoTarget =
        "Name the PostgreSQL database: set the environment variable Storage__ConnectionString, or give a connection string without a password with --to.";

    public static Command Create(string[] settings)
    {
        var to = new Option<string>("--to")
        {
            Description = "Connection string of the PostgreSQL database, without a password (a Passfile instead); default: the setting Storage:ConnectionString",
        };
        var command = new Command(
            "migrate-data",
            "Move the data of the SQLite database in Storage:DataFolder into an empty PostgreSQL database. The server must not run. If interrupted, run it again.")
        {
            to,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(settings, parsed.GetValue(to), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, string? to, CancellationToken cancellationToken)
    {
        var options = CommandServices.StorageOf(CommandServices.CreateAnyBuilder(settings).Configuration);
        options.ConnectionString = ConnectionString(options, to);
        options.Provider = StorageProvider.PostgreSql;
        if (!File.Exists(options.DatabaseFile))
        {
            throw new CommandException($"There is no SQLite database '{Path.GetFullPath(options.DatabaseFile)}'. Storage:DataFolder names its folder.");
        }

        using var folder = EngineLock.TryTake(options.DataFolder)
            ?? throw new CommandException($"A server uses the data folder '{Path.GetFullPath(options.DataFolder)}'. Stop it first.");
        var clock = Stopwatch.StartNew();
        await using var source = await MoveSource.OpenAsync(options, cancellationToken);
        await using var target = await MoveTarget.OpenAsync(options, TimeProvider.System, cancellationToken);
        await Console.Out.WriteLineAsync($"Moving '{source.File}' to {target.Name}.");
        var keys = options.KeysAreInDatabase ? KeyProof.FilesIn(options.KeyFolderPath) : [];
        var moved = await MoveView.ShowAsync(report => new DataMove(source, target, keys, report).RunAsync(cancellationToken));
        await ShowAsync(moved, keys.Count, options, target.Name, clock.Elapsed);
        return 0;
    }

    /// <summary>Never repeated in a message: it may hold a password.</summary>
    private static string ConnectionString(StorageOptions options, string? to)
    {
        if (to is not null && PostgreSqlSettings.Read(to) is { Password.Length: > 0 })
        {
            throw new CommandException(
                "Other users of this machine can read the password in --to. Set the environment variable Storage__ConnectionString instead, " +
                "or leave out the password and name a password file (Passfile=…).");
        }

        return to ?? (options.ConnectionString.Length > 0 ? options.ConnectionString : throw new CommandException(NoTarget));
    }

    private static async Task ShowAsync(IReadOnlyList<MovedTable> moved, int keys, StorageOptions options, string target, TimeSpan time)
    {
        var table = new Table().AddColumns("Table", "Rows", "Bytes", "SHA-256, the same in both databases");
        foreach (var one in moved)
        {
            table.AddRow([.. new[] { one.Name, FormattableString.Invariant($"{one.Rows:N0}"), FormattableString.Invariant($"{one.Bytes:N0}"), one.Hash }.Select(cell => new Text(cell))]);
        }

        Terminal.Console.Write(table);
        await Console.Out.WriteLineAsync(FormattableString.Invariant(
            $"{moved.Sum(one => one.Rows):N0} rows with {moved.Sum(one => one.Bytes):N0} bytes of {moved.Count} tables are moved and compared, in {time.TotalSeconds:N0} seconds."));
        await Console.Out.WriteLineAsync(options.KeysAreInDatabase
            ? $"The encryption keys ({keys}) are now in the table data_protection_key too. Keep '{Path.GetFullPath(options.KeyFolderPath)}' as long as you keep the SQLite database."
            : $"The encryption keys stay in {options.KeyPlace}.");
        await Console.Out.WriteLineAsync($"'{Path.GetFullPath(options.DatabaseFile)}' is unchanged. Start the server with Storage:Provider=PostgreSql and the connection string of {target}.");
    }
}
