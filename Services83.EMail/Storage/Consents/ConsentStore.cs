using System.Data.Common;

namespace Services83.EMail.Storage.Consents;

/// <summary>
/// The consents of accounts and their tokens. Each change of the tokens raises <c>revision</c> and names the revision that it began with, so of
/// several processes that renew a token only the first one stores its result.
/// </summary>
public sealed class ConsentStore(IDatabase database, SecretProtector protector, TimeProvider time)
{
    private const string GrantPurpose = "oauth grant";
    private const string TokenPurpose = "oauth access token";
    private const int MaxReasonLength = 1000;

    /// <summary>The consent of an account; null if it has none.</summary>
    public async Task<StoredConsent?> FindAsync(int accountId, CancellationToken cancellationToken)
    {
        var row = await database.FirstOrDefaultAsync<ConsentRow>(
            "SELECT * FROM oauth_consent WHERE account_id = @accountId", new { accountId }, cancellationToken);
        return row is null ? null : new StoredConsent
        {
            AccountId = row.AccountId,
            Provider = row.Provider,
            Mailbox = row.Mailbox,
            Consenter = row.Consenter,
            State = row.State,
            Reason = row.Reason,
            Grant = Protected(GrantPurpose, row.Secret),
            AccessToken = Protected(TokenPurpose, row.AccessToken),
            RenewedAt = row.RenewedAt,
            RenewAt = row.RenewAt,
            ExpiresAt = row.ExpiresAt,
            Revision = row.Revision,
            Failures = row.Failures,
            RetryAt = row.RetryAt,
        };
    }

    /// <summary>
    /// Makes the program get the tokens of an existing account: its stored passwords are deleted, and an earlier consent is.
    /// </summary>
    /// <returns>Whether there is such an account.</returns>
    public Task<bool> AssignAsync(int accountId, ConsentDraft draft, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            var mailboxes = await transaction.QueryAsync<string>(
                $"""
                SELECT login.user_name FROM service_auth AS login JOIN account USING (account_id)
                WHERE account_id = @accountId AND login.direction = {MailDirection.Incoming:D} AND account.deleted = FALSE
                """,
                new { accountId }, token);
            if (mailboxes is not [var mailbox])
            {
                return false;
            }

            await transaction.ExecuteAsync("DELETE FROM oauth_consent WHERE account_id = @accountId", new { accountId }, token);
            await transaction.ExecuteAsync(
                "UPDATE service_auth SET auth_type = @authType, secret = NULL WHERE account_id = @accountId",
                new { accountId, authType = MailLogin.OAuth }, token);
            await InsertAsync(transaction, accountId, mailbox, draft, token);
            await ClearFailureAsync(transaction, accountId, token);
            return true;
        },
        cancellationToken);

    /// <summary>Stores a consent, and ends the link that asked for it. The account is tried again at once.</summary>
    /// <returns>Whether the account still has that provider.</returns>
    public Task<bool> GiveAsync(int accountId, string provider, NewTokens tokens, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            var given = await transaction.ExecuteAsync(
                $"""
                UPDATE oauth_consent SET state = {ConsentState.Given:D}, {Renewed}
                WHERE account_id = @AccountId AND provider = @Provider
                """,
                Parameters(accountId, tokens, provider), token);
            await transaction.ExecuteAsync("DELETE FROM oauth_link WHERE account_id = @accountId", new { accountId }, token);
            await ClearFailureAsync(transaction, accountId, token);
            return given == 1;
        },
        cancellationToken);

    /// <summary>Reserves the renewal of a token for this process.</summary>
    /// <param name="consent">As it was read.</param>
    /// <param name="longest">How long the reservation lasts if this process ends meanwhile.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>False if another process renews it, or has done so.</returns>
    public async Task<bool> TryBeginRenewalAsync(StoredConsent consent, TimeSpan longest, CancellationToken cancellationToken) =>
        // A time later than the longest possible one was written by a wrong clock.
        await database.ExecuteAsync(
            $"""
            UPDATE oauth_consent SET renewing_until = @Until
            WHERE account_id = @AccountId AND revision = @Revision AND state = {ConsentState.Given:D}
                AND (renewing_until IS NULL OR renewing_until <= @Now OR renewing_until > @Until)
            """,
            new { consent.AccountId, consent.Revision, Now = time.GetUtcNow(), Until = time.GetUtcNow() + longest }, cancellationToken) == 1;

    /// <summary>Stores the result of a renewal.</summary>
    /// <returns>False if there was another renewal or consent meanwhile; nothing is stored then.</returns>
    public async Task<bool> RenewAsync(StoredConsent consent, NewTokens tokens, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            $"UPDATE oauth_consent SET {Renewed} WHERE account_id = @AccountId AND revision = @Revision",
            Parameters(consent.AccountId, tokens, consent.Provider, consent.Revision), cancellationToken) == 1;

    /// <summary>Stores that the provider requires a new consent. The next token cannot be issued without it.</summary>
    public Task WithdrawAsync(StoredConsent consent, string reason, CancellationToken cancellationToken) => database.ExecuteAsync(
        $"""
        UPDATE oauth_consent
        SET state = {ConsentState.Withdrawn:D}, reason = @Reason, renewing_until = NULL, failures = 0, retry_at = NULL, revision = revision + 1
        WHERE account_id = @AccountId AND revision = @Revision
        """,
        new { consent.AccountId, consent.Revision, Reason = Cut(reason) }, cancellationToken);

    /// <summary>Stores that a renewal failed for a reason that may pass.</summary>
    public Task PutOffAsync(StoredConsent consent, string reason, DateTimeOffset retryAt, CancellationToken cancellationToken) => database.ExecuteAsync(
        """
        UPDATE oauth_consent SET reason = @Reason, renewing_until = NULL, failures = failures + 1, retry_at = @RetryAt
        WHERE account_id = @AccountId AND revision = @Revision
        """,
        new { consent.AccountId, consent.Revision, Reason = Cut(reason), RetryAt = retryAt }, cancellationToken);

    internal static Task<int> InsertAsync(
        DbTransaction transaction, int accountId, string mailbox, ConsentDraft draft, CancellationToken cancellationToken) => transaction.ExecuteAsync(
        "INSERT INTO oauth_consent (account_id, provider, mailbox, consenter, state) VALUES (@accountId, @Provider, @mailbox, @Consenter, @State)",
        new { accountId, draft.Provider, mailbox, draft.Consenter, draft.State }, cancellationToken);

    private const string Renewed = """
        secret = @Grant, access_token = @AccessToken, renewed_at = @Now, renew_at = @RenewAt, expires_at = @ExpiresAt, revision = revision + 1, reason = '',
        renewing_until = NULL, failures = 0, retry_at = NULL
        """;

    private static string Cut(string reason) => reason.Length > MaxReasonLength ? reason[..MaxReasonLength] : reason;

    /// <summary>The change may have solved the problem of the account: it is due, and a queued sync need not wait any longer.</summary>
    private static async Task ClearFailureAsync(DbTransaction transaction, int accountId, CancellationToken cancellationToken)
    {
        await transaction.ExecuteAsync(
            $"""
            UPDATE account SET status = {AccountStatus.Unknown:D}, error_count = 0, error_reason = '', last_tried_at = NULL
            WHERE account_id = @accountId AND deleted = FALSE
            """,
            new { accountId }, cancellationToken);
        await transaction.ExecuteAsync("UPDATE sync_request SET retry_at = NULL WHERE account_id = @accountId", new { accountId }, cancellationToken);
    }

    private object Parameters(int accountId, NewTokens tokens, string provider, long revision = 0) => new
    {
        AccountId = accountId,
        Provider = provider,
        Revision = revision,
        Grant = protector.Protect(GrantPurpose, tokens.Grant.Reveal()),
        AccessToken = protector.Protect(TokenPurpose, tokens.AccessToken.Reveal()),
        Now = time.GetUtcNow(),
        tokens.RenewAt,
        tokens.ExpiresAt,
    };

    private Secret? Protected(string purpose, string? secret) =>
        secret is null ? null : new Secret(() => protector.Unprotect(purpose, secret));

    private sealed record ConsentRow
    {
        public int AccountId { get; init; }

        public string Provider { get; init; } = "";

        public string Mailbox { get; init; } = "";

        public string Consenter { get; init; } = "";

        public ConsentState State { get; init; }

        public string Reason { get; init; } = "";

        public string? Secret { get; init; }

        public string? AccessToken { get; init; }

        public DateTimeOffset? RenewedAt { get; init; }

        public DateTimeOffset? RenewAt { get; init; }

        public DateTimeOffset? ExpiresAt { get; init; }

        public long Revision { get; init; }

        public int Failures { get; init; }

        public DateTimeOffset? RetryAt { get; init; }
    }
}
