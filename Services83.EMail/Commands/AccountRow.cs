using System.Globalization;
using Services83.EMail.Connections.Tokens;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Consents;

namespace Services83.EMail.Commands;

/// <summary>An account as an operator enters it.</summary>
/// <param name="Interval">Seconds between two syncs; null for the default, or for what is stored.</param>
/// <param name="OAuth">Name of the identity provider that issues its tokens; empty for a login by password.</param>
/// <param name="Consenter">Address of the person who consents; empty for the address of the account.</param>
internal sealed record AccountRow(
    string Email, string Associate, string Server, string User, string Password, string Smtp, int? Interval, string OAuth = "", string Consenter = "")
{
    /// <summary>IMAP, POP3, or empty if the server's name or port says it.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>With POP3: days after which fetched messages are deleted on the server, or empty.</summary>
    public string DeleteAfter { get; init; } = "";

    /// <summary>A size, none or default, as <see cref="CacheSize.Parse"/> reads it; empty for what is stored, or for the default.</summary>
    public string MaxCache { get; init; } = "";

    public const int DefaultInterval = 300;

    private const int MaxDeleteAfter = 36_500;

    public static IReadOnlyList<string> Columns { get; } =
    [
        "email", "associate", "server", "user", "password", "smtp", "interval", "protocol", "delete_after", "max_cache", "oauth", "consenter",
    ];

    /// <summary>Reads a row of a CSV file. Everything but the password is trimmed.</summary>
    /// <exception cref="CommandException">A field is missing or wrong.</exception>
    public static AccountRow Parse(IReadOnlyDictionary<string, string> row)
    {
        var email = Require(row, "email");
        var oauth = Find(row, "oauth") ?? "";
        return new(
            email, Require(row, "associate"), oauth.Length > 0 ? Find(row, "server") ?? "" : Require(row, "server"), Find(row, "user") ?? email,
            row.GetValueOrDefault("password") ?? "", Find(row, "smtp") ?? "", Find(row, "interval") is { } seconds ? ParseInterval(seconds) : null, oauth,
            Find(row, "consenter") ?? "")
        {
            Protocol = Find(row, "protocol") ?? "",
            DeleteAfter = Find(row, "delete_after") ?? "",
            MaxCache = Find(row, "max_cache") ?? "",
        };
    }

    /// <summary>With the usual servers of its identity provider, if there are any and it names none.</summary>
    /// <exception cref="ConsentException">The settings do not name the provider.</exception>
    public AccountRow WithServersOf(Consents consents)
    {
        var usual = OAuth.Length > 0 ? consents.ServersOf(OAuth) : null;
        return Server.Length == 0 && usual is { } servers
            ? this with { Server = servers.Incoming, Smtp = Smtp.Length > 0 ? Smtp : servers.Outgoing }
            : this;
    }

    /// <summary>Days, 0 for at once; null for never.</summary>
    /// <exception cref="CommandException">It is neither.</exception>
    public static int? ParseDeleteAfter(string text) => text.ToUpperInvariant() switch
    {
        "" or "NEVER" => null,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= MaxDeleteAfter => days,
        _ => throw new CommandException($"'{text}' is neither a number of days from 0 to {MaxDeleteAfter} nor 'never'."),
    };

    /// <summary>The protocol for incoming mail; null if the text is empty.</summary>
    /// <exception cref="CommandException">It is another text.</exception>
    public static MailProtocol? ProtocolOf(string text) => text.ToUpperInvariant() switch
    {
        "" => null,
        "IMAP" => MailProtocol.Imap,
        "POP3" => MailProtocol.Pop3,
        _ => throw new CommandException($"The protocol is imap or pop3, not '{text}'."),
    };

    /// <exception cref="CommandException">It is not the address of a mailbox.</exception>
    public static string AddressOf(string email) =>
        email.Contains('@', StringComparison.Ordinal) ? email : throw new CommandException($"'{email}' is not an e-mail address.");

    /// <exception cref="CommandException">It is negative.</exception>
    public static int RequireInterval(int seconds) =>
        seconds >= 0 ? seconds : throw new CommandException("The interval is a number of seconds, 0 or more.");

    /// <exception cref="CommandException">Messages are to be deleted after days, and the protocol is another one than POP3.</exception>
    public static void RequireDeleteAfter(MailProtocol protocol, int? days)
    {
        if (days is not null && protocol != MailProtocol.Pop3)
        {
            throw new CommandException("Only of accounts with POP3 messages are deleted on the server after days.");
        }
    }

    /// <summary>The new account that the row describes.</summary>
    /// <exception cref="CommandException">Something is missing or wrong, or there is no such associate.</exception>
    /// <exception cref="ConsentException">The settings do not name the identity provider, or its tokens are not for the server.</exception>
    /// <exception cref="InvalidArgumentException">A server is not valid.</exception>
    public async Task<AccountDraft> DraftAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (Password.Length == 0 && OAuth.Length == 0)
        {
            throw Missing("password");
        }

        var draft = await ReadAsync(services, cancellationToken);
        return OAuth.Length == 0 ? draft : WithConsent(draft, services.GetRequiredService<Consents>());
    }

    /// <summary>The change of a stored account that the row describes: what it leaves empty stays.</summary>
    /// <param name="read">What <see cref="ReadAsync"/> returned.</param>
    /// <param name="stored">The account.</param>
    /// <exception cref="CommandException">The account would log in by another kind of credentials.</exception>
    public AccountDraft ChangeOf(AccountDraft read, StoredAccount stored)
    {
        if (stored.Incoming is { UsesToken: true } && Password.Length > 0)
        {
            throw new CommandException($"Account {stored.AccountId} logs in with tokens, not with a password.");
        }

        if (stored.Incoming is { UsesToken: false } && OAuth.Length > 0)
        {
            throw new CommandException($"Account {stored.AccountId} logs in with a password. 'account consent {stored.AccountId} --oauth' changes that.");
        }

        var isOutgoingOpen = Smtp.Length == 0 && (OAuth.Length == 0 || read.Outgoing is null);
        return read with
        {
            AccountId = stored.AccountId,
            SyncInterval = Interval ?? stored.SyncInterval,
            DeleteAfterDays = DeleteAfter.Length > 0 ? read.DeleteAfterDays : stored.DeleteAfterDays,
            MaxCacheBytes = MaxCache.Length > 0 ? read.MaxCacheBytes : stored.MaxCacheBytes,
            Incoming = Kept(read.Incoming, stored.Incoming)!,
            Outgoing = isOutgoingOpen ? WithPassword(LoginDraft.Of(stored.Outgoing), read.Incoming) : Kept(read.Outgoing, stored.Outgoing),
        };
    }

    /// <summary>What the row says, without its identity provider and with an empty password as none.</summary>
    /// <inheritdoc cref="DraftAsync" path="/exception" />
    public async Task<AccountDraft> ReadAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var email = AddressOf(Email);
        var interval = RequireInterval(Interval ?? DefaultInterval);
        var owner = await services.GetRequiredService<AssociateStore>().FindByLoginNameAsync(Associate, cancellationToken)
            ?? throw new CommandException($"There is no associate with the login name '{Associate}'.");
        var named = WithServersOf(services.GetRequiredService<Consents>());
        if (named.Server.Length == 0)
        {
            throw new CommandException("Name the mail server with --server.");
        }

        var protocol = ProtocolOf(Protocol) ?? MailEndpoint.IncomingProtocol(named.Server, 0);
        var deleteAfter = ParseDeleteAfter(DeleteAfter);
        RequireDeleteAfter(protocol, deleteAfter);
        return new AccountDraft
        {
            Protocol = protocol,
            DeleteAfterDays = deleteAfter,
            MaxCacheBytes = CacheSize.Parse(MaxCache),
            AssociateId = owner.AssociateId,
            EmailAddress = email,
            SyncInterval = interval,
            Incoming = Login(protocol, named.Server),
            Outgoing = named.Smtp.Length == 0 ? null : Login(MailProtocol.Smtp, named.Smtp),
        };
    }

    /// <summary>The mechanism that a client chose stays, and so does the password if the row has none.</summary>
    private static LoginDraft? Kept(LoginDraft? read, StoredLogin? stored) =>
        read is null || stored is null ? read : read with { AuthType = stored.AuthType };

    /// <summary>The login for outgoing mail that is stored; a new password is also its password if the user name is the same.</summary>
    private static LoginDraft? WithPassword(LoginDraft? outgoing, LoginDraft incoming) =>
        outgoing is not null && incoming.Password is not null && outgoing.UserName.Equals(incoming.UserName, StringComparison.OrdinalIgnoreCase)
            ? outgoing with { Password = incoming.Password }
            : outgoing;

    /// <exception cref="CommandException">There is a password too, or the tokens may not be sent to a server.</exception>
    private AccountDraft WithConsent(AccountDraft draft, Consents consents)
    {
        if (Password.Length > 0)
        {
            throw new CommandException("An account has a password or an identity provider, not both.");
        }

        foreach (var login in new[] { draft.Incoming, draft.Outgoing }.OfType<LoginDraft>())
        {
            consents.RequireHost(OAuth, login.Endpoint.Host);
        }

        var state = consents.IsForOrganisation(OAuth) ? ConsentState.Given : ConsentState.Missing;
        return draft with { Consent = new ConsentDraft(OAuth, Consenter.Length > 0 ? Consenter : Email, state) };
    }

    private static string? Find(IReadOnlyDictionary<string, string> row, string column) =>
        row.GetValueOrDefault(column)?.Trim() is { Length: > 0 } value ? value : null;

    private static string Require(IReadOnlyDictionary<string, string> row, string column) => Find(row, column) ?? throw Missing(column);

    private static CommandException Missing(string column) => new($"The column {column} is missing or empty.");

    private static int ParseInterval(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        ? seconds
        : throw new CommandException($"The interval '{text}' is not a number of seconds.");

    private LoginDraft Login(MailProtocol protocol, string server) =>
        OAuth.Length > 0
        ? new(MailEndpoint.Parse(protocol, server, 0), MailLogin.OAuth, User, Password: null)
        : new(MailEndpoint.Parse(protocol, server, 0), "", User, Password.Length == 0 ? null : new Secret(Password));
}
