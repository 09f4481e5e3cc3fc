using System.CommandLine;
using System.Globalization;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary><c>account add|list|remove|import</c>: the mail accounts of associates.</summary>
internal static class AccountCommand
{
    private const string PasswordVariable = "SERVICES83_MAIL_PASSWORD";

    public static Command Create(string[] settings) => new("account", "Mail accounts of the associates.")
    {
        Add(settings), List(settings), Remove(settings), Import(settings),
    };

    private static Command Add(string[] settings)
    {
        var email = new Argument<string>("email") { Description = "E-mail address" };
        var associate = new Option<string>("--associate") { Description = "Login name of the owner", Required = true };
        var server = new Option<string>("--server") { Description = "IMAP server: host, host:port, imaps://host or imap://host (STARTTLS)", Required = true };
        var user = new Option<string>("--user") { Description = "User name at the server; the address when not given" };
        var smtp = new Option<string>("--smtp") { Description = "Server for outgoing mail, written likewise", DefaultValueFactory = _ => "" };
        var interval = new Option<int>("--interval") { Description = "Seconds between two syncs; 0: always due", DefaultValueFactory = _ => 300 };
        var command = new Command("add", $"Add an account. The mail password is asked for, or read from standard input or {PasswordVariable}.")
        {
            email, associate, server, user, smtp, interval,
        };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var address = parsed.GetRequiredValue(email);
                var password = await PasswordInput.ReadAsync($"Mail password of {address}:", PasswordVariable, cancellationToken);
                var row = new AccountRow(
                    address, parsed.GetRequiredValue(associate), parsed.GetRequiredValue(server), parsed.GetValue(user) ?? address,
                    password, parsed.GetValue(smtp)!, parsed.GetValue(interval));
                var id = await services.GetRequiredService<AccountStore>().AddAsync(
                    await row.DraftAsync(services, cancellationToken), cancellationToken);
                await Console.Out.WriteLineAsync($"Account {id} is {address}.");
            },
            cancellationToken));
        return command;
    }

    private static Command List(string[] settings)
    {
        var command = new Command("list", "List the accounts.");
        command.SetAction((_, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var table = new Table().AddColumns("Id", "Address", "Associate", "Incoming", "User", "Interval");
                foreach (var account in await services.GetRequiredService<AccountStore>().ListAsync(cancellationToken))
                {
                    string[] cells =
                    [
                        $"{account.AccountId}", account.EmailAddress, account.AssociateName,
                        account.Incoming is { } login ? $"{login.Endpoint.ToServerName(MailDirection.Incoming)}:{login.Port}" : "",
                        account.Incoming?.UserName ?? "", $"{account.SyncInterval} s",
                    ];
                    table.AddRow([.. cells.Select(cell => new Text(cell))]);
                }

                AnsiConsole.Write(table);
            },
            cancellationToken));
        return command;
    }

    private static Command Remove(string[] settings)
    {
        var id = new Argument<int>("account") { Description = "Account id" };
        var command = new Command("remove", "Remove an account and forget its passwords. Its id is not given out again.") { id };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var accountId = parsed.GetRequiredValue(id);
                if (!await services.GetRequiredService<AccountStore>().DeleteAsync(accountId, cancellationToken))
                {
                    throw new CommandException($"There is no account {accountId}.");
                }
            },
            cancellationToken));
        return command;
    }

    private static Command Import(string[] settings)
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV with the columns email, associate, server, user, password and, if wanted, smtp, interval" };
        var command = new Command("import", "Add the accounts of a CSV file, all of them or, when a line is wrong, none.") { file };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            services => ImportAsync(services, parsed.GetRequiredValue(file), cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task ImportAsync(IServiceProvider services, FileInfo file, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new CommandException($"There is no file {file.FullName}.");
        }

        var drafts = new List<AccountDraft>();
        foreach (var (line, row) in Csv.Read(await File.ReadAllTextAsync(file.FullName, cancellationToken)))
        {
            try
            {
                drafts.Add(await AccountRow.Parse(row).DraftAsync(services, cancellationToken));
            }
            catch (Exception exception) when (exception is AgentException or CommandException)
            {
                throw new CommandException($"Line {line}: {exception.Message} Nothing was imported.");
            }
        }

        await services.GetRequiredService<AccountStore>().AddAsync(drafts, cancellationToken);
        await Console.Out.WriteLineAsync($"{drafts.Count} accounts imported.");
    }

    private sealed record AccountRow(string Email, string Associate, string Server, string User, string Password, string Smtp, int Interval)
    {
        public static AccountRow Parse(IReadOnlyDictionary<string, string> row)
        {
            var email = Require(row, "email").Trim();
            var interval = row.GetValueOrDefault("interval")?.Trim() is { Length: > 0 } text
                ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    ? seconds
                    : throw new CommandException($"The interval '{text}' is not a number of seconds.")
                : 300;
            var user = row.GetValueOrDefault("user")?.Trim() is { Length: > 0 } name ? name : email;
            return new(
                email, Require(row, "associate").Trim(), Require(row, "server").Trim(), user, Require(row, "password"),
                row.GetValueOrDefault("smtp")?.Trim() ?? "", interval);
        }

        public async Task<AccountDraft> DraftAsync(IServiceProvider services, CancellationToken cancellationToken)
        {
            var owner = await services.GetRequiredService<AssociateStore>().FindByLoginNameAsync(Associate, cancellationToken)
                ?? throw new CommandException($"There is no associate with the login name '{Associate}'.");
            return new AccountDraft
            {
                AssociateId = owner.AssociateId,
                EmailAddress = Email,
                SyncInterval = Interval,
                Incoming = Login(MailDirection.Incoming, Server),
                Outgoing = Smtp.Length == 0 ? null : Login(MailDirection.Outgoing, Smtp),
            };
        }

        private static string Require(IReadOnlyDictionary<string, string> row, string column) =>
            row.GetValueOrDefault(column) is { Length: > 0 } value ? value : throw new CommandException($"The column {column} is missing or empty.");

        private LoginDraft Login(MailDirection direction, string server) =>
            new(MailEndpoint.Parse(direction, server, 0), "", User, new Secret(Password));
    }
}
