using System.Globalization;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Commands;

/// <summary>An account as an operator enters it.</summary>
internal sealed record AccountRow(string Email, string Associate, string Server, string User, string Password, string Smtp, int Interval)
{
    /// <summary>IMAP, POP3, or empty if the server's name or port says it.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>With POP3: days after which fetched messages are deleted on the server, or empty.</summary>
    public string DeleteAfter { get; init; } = "";

    public const int DefaultInterval = 300;

    private const int MaxDeleteAfter = 36_500;

    public static IReadOnlyList<string> Columns { get; } =
    [
        "email", "associate", "server", "user", "password", "smtp", "interval", "protocol", "delete_after",
    ];

    /// <summary>Reads a row of a CSV file. Everything but the password is trimmed.</summary>
    /// <exception cref="CommandException">A field is missing or wrong.</exception>
    public static AccountRow Parse(IReadOnlyDictionary<string, string> row)
    {
        var email = Require(row, "email");
        return new(
            email, Require(row, "associate"), Require(row, "server"), Find(row, "user") ?? email,
            row.GetValueOrDefault("password") is { Length: > 0 } password ? password : throw Missing("password"),
            Find(row, "smtp") ?? "", Find(row, "interval") is { } seconds ? ParseInterval(seconds) : DefaultInterval)
        {
            Protocol = Find(row, "protocol") ?? "",
            DeleteAfter = Find(row, "delete_after") ?? "",
        };
    }

    /// <summary>Days, 0 for at once; null for never.</summary>
    /// <exception cref="CommandException">It is neither.</exception>
    public static int? ParseDeleteAfter(string text) => text.ToUpperInvariant() switch
    {
        "" or "NEVER" => null,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= MaxDeleteAfter => days,
        _ => throw new CommandException($"'{text}' is neither a number of days from 0 to {MaxDeleteAfter} nor 'never'."),
    };

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
        var protocol = ProtocolOf();
        var deleteAfter = ParseDeleteAfter(DeleteAfter);
        if (deleteAfter is not null && protocol != MailProtocol.Pop3)
        {
            throw new CommandException("Only of accounts with POP3 messages are deleted on the server after days.");
        }

        return new AccountDraft
        {
            Protocol = protocol,
            DeleteAfterDays = deleteAfter,
            AssociateId = owner.AssociateId,
            EmailAddress = Email,
            SyncInterval = Interval,
            Incoming = Login(protocol, Server),
            Outgoing = Smtp.Length == 0 ? null : Login(MailProtocol.Smtp, Smtp),
        };
    }

    private MailProtocol ProtocolOf() => Protocol.ToUpperInvariant() switch
    {
        "" => MailEndpoint.IncomingProtocol(Server, 0),
        "IMAP" => MailProtocol.Imap,
        "POP3" => MailProtocol.Pop3,
        _ => throw new CommandException($"The protocol is imap or pop3, not '{Protocol}'."),
    };

    private static string? Find(IReadOnlyDictionary<string, string> row, string column) =>
        row.GetValueOrDefault(column)?.Trim() is { Length: > 0 } value ? value : null;

    private static string Require(IReadOnlyDictionary<string, string> row, string column) => Find(row, column) ?? throw Missing(column);

    private static CommandException Missing(string column) => new($"The column {column} is missing or empty.");

    private static int ParseInterval(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        ? seconds
        : throw new CommandException($"The interval '{text}' is not a number of seconds.");

    private LoginDraft Login(MailProtocol protocol, string server) =>
        new(MailEndpoint.Parse(protocol, server, 0), "", User, new Secret(Password));
}
