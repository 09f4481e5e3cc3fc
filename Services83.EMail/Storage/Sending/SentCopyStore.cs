using System.Data.Common;
using Services83.EMail.Storage.Documents;
using Services83.EMail.Storage.Mail.Changes;

namespace Services83.EMail.Storage.Sending;

/// <summary>The state of the sender's own copy, from when a server has accepted the message until the copy is filed.</summary>
public sealed class SentCopyStore(IDatabase database, AppendRecorder appends, SecretProtector protector, TimeProvider time)
{
    internal const string LoginPurpose = "login for a copy of sent mail";

    /// <summary>The states in which a copy may wait to be filed.</summary>
    private static readonly string WithCopy = $"{OutgoingState.Accepted:D}, {OutgoingState.Uncertain:D}";

    /// <summary>
    /// Stores that the server has accepted the message. The same transaction stores its copy in the folder; the account's push sends the
    /// copy to the server.
    /// </summary>
    /// <param name="outgoingId">The message.</param>
    /// <param name="copy">Its copy, and the account's folder for sent mail; null if the folder is not known, or if no account gets the copy.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>Id of the cached copy; null when it is filed later, or not at all.</returns>
    public Task<int?> AcceptAsync(int outgoingId, CopyToFile? copy, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            var found = await transaction.QueryAsync<OutgoingMessage>($"{OutboxStore.Select} WHERE outgoing_id = @outgoingId", new { outgoingId }, token);
            if (found is not [var message])
            {
                return (int?)null;
            }

            var waits = await transaction.QueryAsync<int>("SELECT 1 FROM outgoing_copy WHERE outgoing_id = @outgoingId", new { outgoingId }, token);
            var itemId = waits.Count > 0 && copy is not null && message.AccountId is { } account
                ? await FileAsync(transaction, message, account, copy, token)
                : (int?)null;
            if (waits.Count > 0 && itemId is null)
            {
                await transaction.ExecuteAsync(
                    $"""
                    UPDATE outgoing SET state = {UnlessUncertain($"{OutgoingState.Accepted:D}")}, retry_at = @now, changed_at = @now
                    WHERE outgoing_id = @outgoingId
                    """,
                    new { outgoingId, now = time.GetUtcNow() }, token);
                return null;
            }

            await FinishAsync(transaction, outgoingId, OutgoingState.Done, "", token);
            return itemId;
        },
        cancellationToken);

    /// <summary>The copy is filed.</summary>
    public Task SetFiledAsync(int outgoingId, CancellationToken cancellationToken) =>
        FinishAsync(outgoingId, OutgoingState.Done, "", cancellationToken);

    /// <summary>The copy cannot be filed; its bytes and the login that it needed are deleted.</summary>
    public Task SetUnfiledAsync(int outgoingId, string reason, CancellationToken cancellationToken) =>
        FinishAsync(outgoingId, OutgoingState.Unfiled, reason, cancellationToken);

    /// <summary>The copy is to be filed later.</summary>
    public Task PutOffAsync(int outgoingId, string reason, DateTimeOffset until, CancellationToken cancellationToken) => database.ExecuteAsync(
        "UPDATE outgoing SET reason = @reason, retry_at = @until, attempts = attempts + 1 WHERE outgoing_id = @outgoingId AND retry_at IS NOT NULL",
        new { outgoingId, reason = OutgoingReason.Cut(reason), until }, cancellationToken);

    /// <summary>
    /// The copy is not retried until an operator calls <see cref="ReviveAsync"/>. Its bytes stay, and so does the login that it needs.
    /// </summary>
    public Task ParkAsync(int outgoingId, string reason, CancellationToken cancellationToken) => database.ExecuteAsync(
        "UPDATE outgoing SET reason = @reason, retry_at = NULL, attempts = attempts + 1 WHERE outgoing_id = @outgoingId",
        new { outgoingId, reason = OutgoingReason.Cut(reason) }, cancellationToken);

    /// <summary>Makes a copy that waits or is parked due at once.</summary>
    /// <returns>False when the message has no such copy.</returns>
    public async Task<bool> ReviveAsync(int outgoingId, CancellationToken cancellationToken) => await database.ExecuteAsync(
        $"""
        UPDATE outgoing SET retry_at = @now, attempts = 0, changed_at = @now WHERE outgoing_id = @outgoingId AND state IN ({WithCopy})
            AND EXISTS (SELECT 1 FROM outgoing_copy WHERE outgoing_copy.outgoing_id = outgoing.outgoing_id)
        """,
        new { outgoingId, now = time.GetUtcNow() }, cancellationToken) == 1;

    /// <summary>How many copies are parked.</summary>
    public Task<int> CountParkedAsync(CancellationToken cancellationToken) => database.FirstOrDefaultAsync<int>(
        $"SELECT COUNT(*) FROM outgoing WHERE state = {OutgoingState.Accepted:D} AND retry_at IS NULL", new { }, cancellationToken);

    /// <summary>Messages whose copies are due to be filed, in order. Of a damaged row only the id can be read.</summary>
    public Task<IReadOnlyList<int>> DueAsync(CancellationToken cancellationToken) => database.QueryAsync<int>(
        $"SELECT outgoing_id FROM outgoing WHERE state IN ({WithCopy}) AND (retry_at <= @now OR retry_at > @latest) ORDER BY outgoing_id",
        new { now = time.GetUtcNow(), latest = time.GetUtcNow() + StoredMoment.LongestWait }, cancellationToken);

    /// <summary>The bytes of a message's copy; null when there is none.</summary>
    public Task<byte[]?> OctetsAsync(int outgoingId, CancellationToken cancellationToken) => database.FirstOrDefaultAsync<byte[]>(
        "SELECT raw FROM outgoing_copy WHERE outgoing_id = @outgoingId", new { outgoingId }, cancellationToken);

    /// <summary>The folder for the copy on a named server, as it was given; null for none.</summary>
    /// <exception cref="StorageException">The keys that it was protected with do not exist any more.</exception>
    public string? TargetOf(OutgoingMessage message) => message.CopyTo is null ? null : protector.Unprotect(LoginPurpose, message.CopyTo);

    /// <summary>A draft that was deleted meanwhile is not replaced; a message that is not a draft stays.</summary>
    private async Task<int> FileAsync(
        DbTransaction transaction, OutgoingMessage message, int accountId, CopyToFile copy, CancellationToken cancellationToken)
    {
        var replaced = await transaction.QueryAsync<int>(
            "SELECT item_id FROM email_item WHERE item_id = @Replaces AND account_id = @accountId AND pending_delete = FALSE AND (flags & @draft) <> 0",
            new { message.Replaces, accountId, draft = (int)EMailFlags.Draft }, cancellationToken);
        var append = new MessageToAppend(accountId, copy.FolderId, copy.Content, EMailFlags.Seen, time.GetUtcNow())
        {
            MayBeThere = true,
            Replaces = replaced is [var before] ? before : null,
        };
        var itemId = await appends.AppendAsync(transaction, append, cancellationToken);
        await MessageTieStore.GiveNotedAsync(transaction, message.OutgoingId, itemId, cancellationToken);
        return itemId;
    }

    private Task FinishAsync(int outgoingId, OutgoingState state, string reason, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            await FinishAsync(transaction, outgoingId, state, reason, token);
            return true;
        },
        cancellationToken);

    /// <summary>An uncertain message stays uncertain, even when its copy is filed.</summary>
    private async Task FinishAsync(DbTransaction transaction, int outgoingId, OutgoingState state, string reason, CancellationToken cancellationToken)
    {
        await transaction.ExecuteAsync(
            $"""
            UPDATE outgoing SET state = {UnlessUncertain("@state")}, reason = CASE @reason WHEN '' THEN reason ELSE @reason END,
                retry_at = NULL, copy_to = NULL, changed_at = @now
            WHERE outgoing_id = @outgoingId
            """,
            new { outgoingId, state = (int)state, reason = OutgoingReason.Cut(reason), now = time.GetUtcNow() }, cancellationToken);
        await transaction.ExecuteAsync("DELETE FROM outgoing_copy WHERE outgoing_id = @outgoingId", new { outgoingId }, cancellationToken);
    }

    private static string UnlessUncertain(string state) =>
        $"CASE state WHEN {OutgoingState.Uncertain:D} THEN state ELSE {state} END";
}
