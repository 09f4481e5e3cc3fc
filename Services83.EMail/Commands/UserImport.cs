using System.CommandLine;
using Services83.EMail.Administration;
using Services83.EMail.Commands.Output;
using Services83.EMail.Identity;

namespace Services83.EMail.Commands;

/// <summary><c>user import</c>: the users of a CSV file. If a line is wrong, nothing is stored; a second import changes nothing.</summary>
internal static class UserImport
{
    private static readonly string[] Columns = ["login", "password", "name", "email", "admin", "system", "max_calls_per_minute", "max_messages_per_hour"];

    public static Command Create(string[] settings)
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "CSV with the column login and, if wanted, password, name, email, admin (yes or no), system (yes or no), max_calls_per_minute and max_messages_per_hour; a new user needs a password",
        };
        var command = new Command(
            "import",
            "Add the users of a CSV file and change known ones; a field that is empty for a known user leaves its value, and its password is never changed. "
            + "If a line is wrong, nothing is stored, and all wrong lines are named.")
        {
            file, Answer.Json,
        };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var rows = await ImportFile.ReadAsync(parsed.GetRequiredValue(file), Columns, cancellationToken);
                var (added, changed, unchanged) = await ImportAsync(services, rows, cancellationToken);
                await Answer.WriteAsync(parsed, $"{added} users added, {changed} changed, {unchanged} unchanged.", new { added, changed, unchanged });
            },
            cancellationToken));
        return command;
    }

    private static async Task<(int Added, int Changed, int Unchanged)> ImportAsync(
        IServiceProvider services, IReadOnlyList<CsvRow> rows, CancellationToken cancellationToken)
    {
        var known = (await services.GetRequiredService<AssociateStore>().ListAsync(cancellationToken)).ToDictionary(user => Key(user.LoginName));
        var lines = new Dictionary<string, int>();
        var (users, problems) = (new List<(StoredAssociate User, string? Password)>(), new List<string>());
        foreach (var row in rows)
        {
            try
            {
                var read = Read(row, known);
                if (!lines.TryAdd(Key(read.User.LoginName), row.Line))
                {
                    throw new CommandException($"Line {lines[Key(read.User.LoginName)]} has the login name '{read.User.LoginName}' already.");
                }

                users.Add(read);
            }
            catch (Exception exception) when (exception is CommandException or AgentException)
            {
                problems.Add($"Line {row.Line}: {exception.Message}");
            }
        }

        ImportFile.Require(problems);
        var changes = users.Where(one => one.Password is not null || known[Key(one.User.LoginName)] != one.User).ToList();
        await services.GetRequiredService<AssociateStore>().SaveAsync(changes, cancellationToken);
        var added = changes.Count(one => one.Password is not null);
        return (added, changes.Count - added, users.Count - changes.Count);
    }

    /// <summary>The user of a row, with a password only for a new one.</summary>
    private static (StoredAssociate User, string? Password) Read(CsvRow row, Dictionary<string, StoredAssociate> known)
    {
        if (row.Problem is not null)
        {
            throw new CommandException(row.Problem);
        }

        var login = Find(row, "login") ?? throw new CommandException("The column login is missing or empty.");
        AssociateStore.RequireName(login);
        var stored = known.GetValueOrDefault(Key(login));
        var user = stored ?? new StoredAssociate { LoginName = login, FullName = login };
        user = UserLimits.With(user, Find(row, "max_calls_per_minute"), Find(row, "max_messages_per_hour")) with
        {
            FullName = Find(row, "name") ?? user.FullName,
            EmailAddress = Find(row, "email") ?? user.EmailAddress,
            IsAdministrator = YesOrNo(row, "admin") ?? user.IsAdministrator,
            UserType = YesOrNo(row, "system") switch { true => UserType.SystemAssociate, false => UserType.InternalAssociate, null => user.UserType },
        };
        if (stored is not null)
        {
            return (user, null);
        }

        var password = row.Fields.GetValueOrDefault("password") is { Length: > 0 } given ? given : throw new CommandException("The column password is missing or empty.");
        PasswordRule.Require(login, password);
        return (user, password);
    }

    private static bool? YesOrNo(CsvRow row, string column) => Find(row, column) is not { } text ? null : text.ToUpperInvariant() switch
    {
        "YES" or "TRUE" or "1" => true,
        "NO" or "FALSE" or "0" => false,
        _ => throw new CommandException($"The column {column} is yes or no, not '{text}'."),
    };

    private static string? Find(CsvRow row, string column) => row.Fields.GetValueOrDefault(column)?.Trim() is { Length: > 0 } value ? value : null;

    private static string Key(string login) => Storage.NameKey.Of(login);
}
