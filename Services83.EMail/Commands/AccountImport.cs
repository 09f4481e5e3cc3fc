using System.CommandLine;
using Services83.EMail.Administration;
using Services83.EMail.Commands.Output;
using Services83.EMail.Connections.Tokens;
using Services83.EMail.Storage;

namespace Services83.EMail.Commands;

/// <summary><c>account import</c>: the accounts of a CSV file, all of them or none. A second import of the same file changes nothing.</summary>
internal static class AccountImport
{
    public static Command Create(string[] settings)
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "CSV with the columns email, associate, server, password and, if wanted, user, smtp, interval, protocol, delete_after, max_cache; with oauth and consenter instead of a password, tokens are used",
        };
        var command = new Command(
            "import",
            "Add the accounts of a CSV file and change known ones, which are recognised by associate and login, or by associate and address; a field that is empty for a known "
            + "account leaves its value. If a line is wrong, nothing is stored, and all wrong lines are named.")
        {
            file, Answer.Json,
        };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var rows = await ImportFile.ReadAsync(parsed.GetRequiredValue(file), AccountRow.Columns, cancellationToken);
                var (added, changed, unchanged) = await ImportAsync(services, rows, cancellationToken);
                await Answer.WriteAsync(parsed, $"{added} accounts added, {changed} changed, {unchanged} unchanged.", new { added, changed, unchanged });
            },
            cancellationToken));
        return command;
    }

    private static async Task<(int Added, int Changed, int Unchanged)> ImportAsync(
        IServiceProvider services, IReadOnlyList<CsvRow> rows, CancellationToken cancellationToken)
    {
        var known = new KnownAccounts(await services.GetRequiredService<AccountStore>().ListAsync(cancellationToken));
        var lines = new Dictionary<(int, string, string), int>();
        var (drafts, problems) = (new List<(int Line, AccountDraft Draft)>(), new List<string>());
        var unchanged = 0;
        foreach (var row in rows)
        {
            try
            {
                if (await ReadAsync(services, known, row, lines, cancellationToken) is { } draft)
                {
                    drafts.Add((row.Line, draft));
                }
                else
                {
                    unchanged++;
                }
            }
            catch (Exception exception) when (exception is AgentException or CommandException or ConsentException)
            {
                problems.Add($"Line {row.Line}: {exception.Message}");
            }
        }

        ImportFile.Require(problems);
        await SaveAsync(services, drafts, cancellationToken);
        var added = drafts.Count(one => one.Draft.AccountId == 0);
        return (added, drafts.Count - added, unchanged);
    }

    /// <summary>Null if the line changes nothing.</summary>
    private static async Task<AccountDraft?> ReadAsync(
        IServiceProvider services, KnownAccounts known, CsvRow row, Dictionary<(int, string, string), int> lines, CancellationToken cancellationToken)
    {
        var account = row.Problem is null ? AccountRow.Parse(row.Fields) : throw new CommandException(row.Problem);
        var read = await account.ReadAsync(services, cancellationToken);
        var (host, user) = (read.Incoming.Endpoint.Host, read.Incoming.UserName);
        var key = (read.AssociateId, host, user.ToUpperInvariant());
        if (!lines.TryAdd(key, row.Line))
        {
            throw new CommandException($"Line {lines[key]} has the login '{user}' on {host} already.");
        }

        if (known.Find(read.AssociateId, host, user, read.EmailAddress) is not { } stored)
        {
            return await account.DraftAsync(services, cancellationToken);
        }

        var change = account.ChangeOf(read, stored);
        return await services.GetRequiredService<AccountAdministration>().IsChangeAsync(stored, change, cancellationToken) ? change : null;
    }

    private static async Task SaveAsync(IServiceProvider services, List<(int Line, AccountDraft Draft)> drafts, CancellationToken cancellationToken)
    {
        try
        {
            await services.GetRequiredService<AccountStore>().SaveAsync([.. drafts.Select(one => one.Draft)], cancellationToken);
        }
        catch (AccountRefusedException exception)
        {
            ImportFile.Require([$"Line {drafts[exception.Index].Line}: {exception.Message}"]);
        }
    }
}
