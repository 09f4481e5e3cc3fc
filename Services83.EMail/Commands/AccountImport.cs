using System.CommandLine;
using Services83.EMail.Connections.Tokens;
using Services83.EMail.Storage;

namespace Services83.EMail.Commands;

/// <summary><c>account import</c>: the accounts of a CSV file, all of them or none.</summary>
internal static class AccountImport
{
    public static Command Create(string[] settings)
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "CSV with the columns email, associate, server, password and, if wanted, user, smtp, interval, protocol, delete_after; with oauth and consenter instead of a password, tokens are used",
        };
        var command = new Command("import", "Add the accounts of a CSV file. If a line is wrong, none is added.") { file };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            services => RunAsync(services, parsed.GetRequiredValue(file), cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task RunAsync(IServiceProvider services, FileInfo file, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new CommandException($"There is no file {file.FullName}.");
        }

        var text = await File.ReadAllTextAsync(file.FullName, cancellationToken);
        try
        {
            var count = await AddAsync(services, text, cancellationToken);
            await Console.Out.WriteLineAsync($"{count} accounts imported.");
        }
        catch (CommandException exception)
        {
            throw new CommandException($"{exception.Message} Nothing was imported.");
        }
    }

    private static async Task<int> AddAsync(IServiceProvider services, string text, CancellationToken cancellationToken)
    {
        var (lines, drafts) = (new List<int>(), new List<AccountDraft>());
        foreach (var (line, row) in Csv.Read(text, AccountRow.Columns))
        {
            try
            {
                drafts.Add(await AccountRow.Parse(row).DraftAsync(services, cancellationToken));
                lines.Add(line);
            }
            catch (Exception exception) when (exception is AgentException or CommandException or ConsentException)
            {
                throw new CommandException($"Line {line}: {exception.Message}");
            }
        }

        try
        {
            await services.GetRequiredService<AccountStore>().AddAsync(drafts, cancellationToken);
            return drafts.Count;
        }
        catch (AccountRefusedException exception)
        {
            throw new CommandException($"Line {lines[exception.Index]}: {exception.Message}");
        }
    }
}
