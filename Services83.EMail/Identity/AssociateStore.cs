using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Identity;

/// <summary>The associates of the installation and their password hashes.</summary>
public sealed partial class AssociateStore(IDatabase database, IPasswordHasher<StoredAssociate> hasher, TimeProvider time)
{
    private const int MaxNameLength = 256;

    /// <summary>Tables whose rows are of no use without their associate.</summary>
    private static readonly string[] OfOneAssociate = ["ticket", "folder_visit", "webhook"];

    internal const string Columns =
        "associate.associate_id, associate.login_name, associate.full_name, associate.email_address, associate.user_type, associate.is_administrator, "
        + "associate.disabled, associate.max_calls_per_minute, associate.max_messages_per_hour, associate.created_at";

    /// <summary>The associate of a row with <see cref="Columns"/>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="first">The place of the first of them.</param>
    internal static StoredAssociate Read(DbDataReader row, int first) => new()
    {
        AssociateId = row.Int(first),
        LoginName = row.Text(first + 1),
        FullName = row.Text(first + 2),
        EmailAddress = row.Text(first + 3),
        UserType = (UserType)row.Int(first + 4),
        IsAdministrator = row.Flag(first + 5),
        Disabled = row.Flag(first + 6),
        MaxCallsPerMinute = row.IntOrNull(first + 7),
        MaxMessagesPerHour = row.IntOrNull(first + 8),
        CreatedAt = row.Moment(first + 9),
    };

    /// <summary>Adds an associate.</summary>
    /// <param name="associate">With the wanted id, or 0 for the next free one.</param>
    /// <param name="password">Null: no login by password.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <exception cref="InvalidArgumentException">The login name is missing, too long or taken, or the id is taken.</exception>
    public async Task<StoredAssociate> AddAsync(StoredAssociate associate, string? password, CancellationToken cancellationToken)
    {
        RequireName(associate.LoginName);
        var hash = password is null ? null : hasher.HashPassword(associate, password);
        var added = await database.WriteAsync((transaction, token) => InsertAsync(transaction, associate, hash, token), cancellationToken);
        if (added.Count == 1)
        {
            return added[0];
        }

        throw new InvalidArgumentException("LoginName", await FindByLoginNameAsync(associate.LoginName, cancellationToken) is { } holder
            ? $"There is an associate with the login name '{holder.LoginName}' already."
            : $"There is, or was, an associate with the id {associate.AssociateId}.");
    }

    /// <summary>Adds those associates that come with a password and changes the others, all of them or none.</summary>
    /// <exception cref="InvalidArgumentException">A login name is taken meanwhile.</exception>
    /// <exception cref="EntityNotFoundException">One does not exist any more.</exception>
    public Task SaveAsync(IReadOnlyList<(StoredAssociate Associate, string? Password)> associates, CancellationToken cancellationToken)
    {
        // Hashed before the transaction begins: hashing is slow, and there is one writer at a time.
        var rows = associates.Select(one => (one.Associate, Hash: one.Password is null ? null : hasher.HashPassword(one.Associate, one.Password))).ToList();
        return database.WriteAsync(
            async (transaction, token) =>
            {
                foreach (var (associate, hash) in rows)
                {
                    var saved = hash is null ? await UpdateAsync(transaction, associate, token) : (await InsertAsync(transaction, associate, hash, token)).Count;
                    if (saved == 0)
                    {
                        throw hash is null ? Unknown(associate.AssociateId)
                            : new InvalidArgumentException("LoginName", $"There is an associate with the login name '{associate.LoginName}' already.");
                    }
                }

                return rows.Count;
            },
            cancellationToken);
    }

    public Task<StoredAssociate?> FindByIdAsync(int associateId, CancellationToken cancellationToken) =>
        FindAsync("associate_id = @Key AND removed = FALSE", associateId, cancellationToken);

    public Task<StoredAssociate?> FindByLoginNameAsync(string loginName, CancellationToken cancellationToken) =>
        FindAsync("login_key = @Key", NameKey.Of(loginName), cancellationToken);

    /// <summary>All associates, by login name.</summary>
    public Task<IReadOnlyList<StoredAssociate>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<StoredAssociate>($"SELECT {Columns} FROM associate WHERE removed = FALSE ORDER BY login_key", new { }, cancellationToken);

    /// <summary>The associates by login name, page by page.</summary>
    /// <param name="text">Only those with this text in a name or in the address, in any letter case; empty for all.</param>
    /// <param name="page">Number of the page, from 1.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<Page<StoredAssociate>> ListAsync(string text, int page, CancellationToken cancellationToken) => Page.Of(
        await database.QueryAsync<StoredAssociate>(
            $"""
            SELECT {Columns} FROM associate WHERE removed = FALSE AND (@text = '' OR login_key LIKE @pattern ESCAPE '\'
                OR full_name_key LIKE @pattern ESCAPE '\' OR email_key LIKE @addressPattern ESCAPE '\')
            ORDER BY login_key {Page.Clause}
            """,
            new
            {
                text,
                pattern = LikePattern.Containing(NameKey.Of(text)),
                addressPattern = LikePattern.Containing(AddressKey.Of(text)),
                take = Page.Take,
                skip = Page.Skip(page),
            },
            cancellationToken),
        page);

    /// <summary>Changes the full name, the e-mail address, the kind and the rights; the tickets stay valid.</summary>
    /// <exception cref="EntityNotFoundException">There is no such associate.</exception>
    public async Task UpdateAsync(StoredAssociate associate, CancellationToken cancellationToken)
    {
        var changed = await database.WriteAsync((transaction, token) => UpdateAsync(transaction, associate, token), cancellationToken);
        if (changed == 0)
        {
            throw Unknown(associate.AssociateId);
        }
    }

    /// <summary>
    /// Removes an associate with its password, tickets and webhooks. Its id is not used again and its login name stays with what it archived
    /// and sent, but another associate may get the name. Its accounts must be deleted before.
    /// </summary>
    /// <exception cref="EntityNotFoundException">There is no such associate.</exception>
    /// <exception cref="InvalidArgumentException">It has accounts.</exception>
    public Task RemoveAsync(int associateId, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            var id = new { associateId };
            var accounts = await transaction.QueryAsync<int>(
                "SELECT account_id FROM account WHERE associate_id = @associateId AND deleted = FALSE ORDER BY account_id", id, token);
            if (accounts.Count > 0)
            {
                throw new InvalidArgumentException("AssociateId", $"The associate has the accounts {string.Join(", ", accounts)}.");
            }

            foreach (var table in OfOneAssociate)
            {
                await transaction.ExecuteAsync($"DELETE FROM {table} WHERE associate_id = @associateId", id, token);
            }

            // The keys of names are in upper case, so that nobody has this one.
            var removed = await transaction.ExecuteAsync(
                """
                UPDATE associate SET removed = TRUE, disabled = TRUE, password_hash = NULL, login_key = @key, full_name = '', full_name_key = '',
                    email_address = '', email_key = ''
                WHERE associate_id = @associateId AND removed = FALSE
                """,
                new { associateId, key = $"removed {associateId}" }, token);
            return removed == 1 ? removed : throw Unknown(associateId);
        },
        cancellationToken);

    /// <summary>Enables or disables an associate, and ends all its tickets.</summary>
    /// <exception cref="EntityNotFoundException">There is no such associate.</exception>
    public async Task SetDisabledAsync(int associateId, bool disabled, CancellationToken cancellationToken)
    {
        await RequireAsync(associateId, cancellationToken);
        await ChangeAsync(associateId, "disabled = @Value", disabled, cancellationToken);
    }

    /// <exception cref="InvalidArgumentException">The login name is missing, too long, or looks like a ticket.</exception>
    internal static void RequireName(string loginName)
    {
        if (string.IsNullOrWhiteSpace(loginName) || loginName.Length > MaxNameLength)
        {
            throw new InvalidArgumentException("LoginName", $"A login name has 1 to {MaxNameLength} characters.");
        }

        if (loginName.StartsWith(Ticket.Prefix, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidArgumentException("LoginName", $"A login name cannot start with {Ticket.Prefix}, as tickets do.");
        }
    }

    private Task<IReadOnlyList<StoredAssociate>> InsertAsync(
        DbTransaction transaction, StoredAssociate associate, string? hash, CancellationToken cancellationToken) => transaction.QueryAsync<StoredAssociate>(
            $"""
            INSERT INTO associate (associate_id, login_name, login_key, full_name, full_name_key, email_address, email_key,
                                   user_type, is_administrator, password_hash, disabled, max_calls_per_minute, max_messages_per_hour, created_at)
            VALUES (COALESCE(@Id, (SELECT COALESCE(MAX(associate_id), 0) + 1 FROM associate)), @LoginName, @LoginKey, @FullName, @FullNameKey, @EmailAddress, @EmailKey,
                    @UserType, @IsAdministrator, @Hash, @Disabled, @MaxCallsPerMinute, @MaxMessagesPerHour, @CreatedAt)
            ON CONFLICT DO NOTHING
            RETURNING {Columns}
            """,
            new
            {
                Id = associate.AssociateId == 0 ? (int?)null : associate.AssociateId,
                associate.LoginName,
                LoginKey = NameKey.Of(associate.LoginName),
                associate.FullName,
                FullNameKey = NameKey.Of(associate.FullName),
                associate.EmailAddress,
                EmailKey = AddressKey.Of(associate.EmailAddress),
                associate.UserType,
                associate.IsAdministrator,
                Hash = hash,
                associate.Disabled,
                associate.MaxCallsPerMinute,
                associate.MaxMessagesPerHour,
                CreatedAt = time.GetUtcNow(),
            },
            cancellationToken);

    private static Task<int> UpdateAsync(DbTransaction transaction, StoredAssociate associate, CancellationToken cancellationToken) => transaction.ExecuteAsync(
        """
        UPDATE associate SET full_name = @FullName, full_name_key = @FullNameKey, email_address = @EmailAddress, email_key = @EmailKey,
            user_type = @UserType, is_administrator = @IsAdministrator, max_calls_per_minute = @MaxCallsPerMinute, max_messages_per_hour = @MaxMessagesPerHour
        WHERE associate_id = @AssociateId AND removed = FALSE
        """,
        new
        {
            associate.AssociateId,
            associate.FullName,
            FullNameKey = NameKey.Of(associate.FullName),
            associate.EmailAddress,
            EmailKey = AddressKey.Of(associate.EmailAddress),
            associate.UserType,
            associate.IsAdministrator,
            associate.MaxCallsPerMinute,
            associate.MaxMessagesPerHour,
        },
        cancellationToken);

    private static Task<int> UpdateAsync(
        DbTransaction transaction, int associateId, string assignment, object value, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(
            $"UPDATE associate SET {assignment} WHERE associate_id = @Id", new { Id = associateId, Value = value }, cancellationToken);

    private Task<StoredAssociate?> FindAsync(string condition, object key, CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<StoredAssociate>($"SELECT {Columns} FROM associate WHERE {condition}", new { Key = key }, cancellationToken);

    private async Task<StoredAssociate> RequireAsync(int associateId, CancellationToken cancellationToken) =>
        await FindByIdAsync(associateId, cancellationToken)
        ?? throw Unknown(associateId);

    private static EntityNotFoundException Unknown(int associateId) => new($"There is no associate {associateId}.", "associateId", $"{associateId}");

    private Task<int> ChangeAsync(int associateId, string assignment, object value, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                await UpdateAsync(transaction, associateId, assignment, value, token);
                return await transaction.ExecuteAsync("DELETE FROM ticket WHERE associate_id = @Id", new { Id = associateId }, token);
            },
            cancellationToken);
}
