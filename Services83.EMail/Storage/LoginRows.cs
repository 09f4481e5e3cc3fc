using System.Data.Common;

namespace Services83.EMail.Storage;

/// <summary>The logins of mail accounts at their servers. Encrypts passwords before they are stored.</summary>
internal sealed class LoginRows(IDatabase database, SecretProtector protector)
{
    private const string PasswordPurpose = "mail password";

    public Task<AccountWithLogin?> FindAsync(int accountId, MailDirection direction, CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<AccountWithLogin>(
            """
            SELECT account.account_id, account.associate_id, account.email_address, account.protocol, account.delete_after_days, account.max_cache_bytes,
                   login.host, login.port, login.security, login.auth_type, login.user_name, login.secret,
                   oauth_consent.account_id AS consent_of
            FROM account JOIN service_auth AS login ON login.account_id = account.account_id AND login.direction = @direction
                LEFT JOIN oauth_consent ON oauth_consent.account_id = account.account_id AND login.secret IS NULL
            WHERE account.account_id = @Id AND account.deleted = FALSE
            """,
            new { Id = accountId, direction },
            cancellationToken);

    public MailLogin LoginOf(AccountWithLogin row) => new()
    {
        Server = row.Host,
        Port = row.Port,
        Security = row.Security,
        AuthType = row.AuthType,
        UserName = row.UserName,
        // A client that saves a token of its own, or a login by password, is taken at its word.
        ConsentOf = MailLogin.IsToken(row.AuthType) ? row.ConsentOf : null,
        Password = new Secret(() => Decrypt(row)),
    };

    /// <param name="login">Null: the login is deleted. Without a password the stored one stays.</param>
    public Task<int> SaveAsync(
        DbTransaction transaction, int accountId, MailDirection direction, LoginDraft? login, CancellationToken cancellationToken) => login is null
        ? transaction.ExecuteAsync(
            "DELETE FROM service_auth WHERE account_id = @Id AND direction = @Direction", new { Id = accountId, Direction = direction }, cancellationToken)
        : transaction.ExecuteAsync(
            """
            INSERT INTO service_auth (account_id, direction, host, port, security, auth_type, user_name, secret)
            VALUES (@Id, @Direction, @Host, @Port, @Security, @AuthType, @UserName, @Secret)
            ON CONFLICT (account_id, direction) DO UPDATE
            SET host = excluded.host, port = excluded.port, security = excluded.security, auth_type = excluded.auth_type,
                user_name = excluded.user_name, secret = coalesce(excluded.secret, service_auth.secret)
            """,
            new
            {
                Id = accountId,
                Direction = direction,
                login.Endpoint.Host,
                login.Endpoint.Port,
                login.Endpoint.Security,
                login.AuthType,
                login.UserName,
                Secret = login.Password is null ? null : protector.Protect(PasswordPurpose, login.Password.Reveal()),
            },
            cancellationToken);

    /// <summary>An error of the account, not of the database: the other accounts still work.</summary>
    private string Decrypt(AccountWithLogin row)
    {
        try
        {
            return row.Secret is null ? "" : protector.Unprotect(PasswordPurpose, row.Secret);
        }
        catch (StorageException exception)
        {
            throw new MailServerException(
                row.Host,
                $"The stored password of account {row.AccountId} cannot be decrypted with the keys of this installation. Save the password again.",
                transient: false,
                exception);
        }
    }
}

/// <summary>An account with one of its logins.</summary>
internal sealed record AccountWithLogin
{
    public int AccountId { get; init; }

    public int AssociateId { get; init; }

    public string EmailAddress { get; init; } = "";

    public MailProtocol Protocol { get; init; }

    public int? DeleteAfterDays { get; init; }

    public long? MaxCacheBytes { get; init; }

    public string Host { get; init; } = "";

    public int Port { get; init; }

    public MailSecurity Security { get; init; }

    public string AuthType { get; init; } = "";

    public string UserName { get; init; } = "";

    public string? Secret { get; init; }

    /// <summary>The account's own id if it has no secret but a consent.</summary>
    public int? ConsentOf { get; init; }
}
