using System.Globalization;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Commands;

/// <summary>An account as an operator enters it.</summary>
internal sealed record AccountRow(string Email, string Associate, string Server, string User, string Password, string Smtp, int Interval)
{
    public const int DefaultInterval = 300;

    public static IReadOnlyList<string> Columns { get; } = ["email", "associate", "server", "user", "password", "smtp", "interval"];

    /// <summary>Reads a row of a CSV file. Everything but the password is trimmed.</summary>
    /// <exception cref="CommandException">A field is missing or wrong.</exception>
    public static AccountRow Parse(IReadOnlyDictionary<string, string> row)
    {
        var email = Require(row, "email");
        return new(
            email, Require(row, "associate"), Require(row, "server"), Find(row, "user") ?? email,
            row.GetValueOrDefault("password") is { Length: > 0 } password ? password : throw Missing("password"),
            Find(row, "smtp") ?? "", Find(row, "interval") is { } seconds ? ParseInterval(seconds) : DefaultInterval);
    }

    /// <exception cref="CommandException">There is no such associate, the address is not one, or the interval is negative.</exception>
    /// <exception cref="InvalidArgumentException">A server is not valid.</exception>
    public async Task<AccountDraft> DraftAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (!Email.Contains('@', StringComparison.Ordinal))
        {
            throw new CommandException($"'{Email}' is not an e-mail address.");
        }

        if (Interval < 0)
        {
            throw new CommandException("The interval is a number of seconds, 0 or more.");
        }

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

    private static string? Find(IReadOnlyDictionary<string, string> row, string column) =>
        row.GetValueOrDefault(column)?.Trim() is { Length: > 0 } value ? value : null;

    private static string Require(IReadOnlyDictionary<string, string> row, string column) => Find(row, column) ?? throw Missing(column);

    private static CommandException Missing(string column) => new($"The column {column} is missing or empty.");

    private static int ParseInterval(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        ? seconds
        : throw new CommandException($"The interval '{text}' is not a number of seconds.");

    private LoginDraft Login(MailDirection direction, string server) =>
        new(MailEndpoint.Parse(direction, server, 0), "", User, new Secret(Password));
}
