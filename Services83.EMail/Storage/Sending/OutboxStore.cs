using System.Data.Common;
using System.Text.Json;
using Services83.EMail.Storage.Documents;

namespace Services83.EMail.Storage.Sending;

/// <summary>
/// Outgoing messages. Each step is stored before the next one begins, so that a crash at any time leaves the last step. Finished rows are
/// kept for some time, to recognise a message that is sent again.
/// </summary>
public sealed partial class OutboxStore(IDatabase database, INode node, SecretProtector protector, TimeProvider time)
{
    internal const string Select = "SELECT outgoing.*, associate.login_name AS associate_name FROM outgoing JOIN associate USING (associate_id)";

    /// <summary>A row that has not changed for so long is of no call whose transaction has not returned yet.</summary>
    private static readonly TimeSpan LongestTransaction = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan PaceWindow = TimeSpan.FromHours(1);

    private static readonly string IsBeingSent = $"state IN ({OutgoingState.Sending:D}, {OutgoingState.Ended:D})";

    /// <summary>Stores a message before it is sent.</summary>
    /// <returns>Its id in the outbox; null when it was sent before and must not be sent again.</returns>
    /// <exception cref="ThrottledException">The associate has sent as many messages within an hour as it may.</exception>
    public Task<int?> AddAsync(OutgoingDraft draft, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            await RequirePaceAsync(transaction, draft, token);
            var added = await transaction.QueryAsync<int>(
                $"""
                INSERT INTO outgoing (associate_id, account_id, state, host, message_id, sender, recipients, subject, replaces, copy_to,
                    node_id, created_at, changed_at)
                SELECT @AssociateId, @AccountId, {OutgoingState.Sending:D}, @Host, @MessageId, @Sender, @recipients, @Subject, @Replaces, @copyTo,
                    @node, @now, @now
                WHERE NOT (@IsOnce AND EXISTS
                    (SELECT 1 FROM outgoing WHERE associate_id = @AssociateId AND message_id = @MessageId
                        AND state <> {OutgoingState.NotSent:D}))
                RETURNING outgoing_id
                """,
                new
                {
                    draft.AssociateId,
                    draft.AccountId,
                    draft.Host,
                    draft.MessageId,
                    draft.Sender,
                    recipients = JsonSerializer.Serialize(draft.Recipients),
                    draft.Subject,
                    draft.Replaces,
                    draft.IsOnce,
                    copyTo = draft.CopyTo is null ? null : protector.Protect(SentCopyStore.LoginPurpose, draft.CopyTo.Reveal()),
                    node = node.Id,
                    now = time.GetUtcNow(),
                },
                token);
            if (added is [var id] && draft.Copy is not null)
            {
                await transaction.ExecuteAsync("INSERT INTO outgoing_copy (outgoing_id, raw) VALUES (@id, @Octets)", new { id, draft.Copy.Octets }, token);
                if (draft.Tie is not null)
                {
                    await MessageTieStore.NoteAsync(transaction, id, draft.Tie, token);
                }
            }

            return added is [var noted] ? noted : (int?)null;
        },
        cancellationToken);

    /// <summary>In the transaction that adds the message, so that of several at once none is too many. Messages that nobody received are not
    /// in the outbox any more, so they do not count.</summary>
    private async Task RequirePaceAsync(DbTransaction transaction, OutgoingDraft draft, CancellationToken cancellationToken)
    {
        var own = await transaction.SingleAsync<int?>(
            "SELECT MAX(max_messages_per_hour) FROM associate WHERE associate_id = @AssociateId", new { draft.AssociateId }, cancellationToken);
        var most = own ?? draft.MaxPerHour;
        if (most == 0)
        {
            return;
        }

        var now = time.GetUtcNow();
        var (count, first) = await transaction.SingleAsync<(int Count, DateTimeOffset? First)>(
            "SELECT COUNT(*), MIN(created_at) FROM outgoing WHERE associate_id = @AssociateId AND created_at > @since AND created_at <= @now",
            new { draft.AssociateId, since = now - PaceWindow, now }, cancellationToken);
        if (count >= most)
        {
            throw new ThrottledException($"This user has sent {count} messages within an hour. This installation allows {most} ({(own is null ? "Sending:MaxPerHour" : "the user's own limit")}).")
            {
                RetryAfter = first + PaceWindow - now,
            };
        }
    }

    /// <summary>Stores that the message may be delivered from now on.</summary>
    /// <exception cref="InvalidOperationException">It is not being sent.</exception>
    public async Task SetEndedAsync(int outgoingId, CancellationToken cancellationToken)
    {
        var changed = await database.ExecuteAsync(
            $"""
            UPDATE outgoing SET state = {OutgoingState.Ended:D}, changed_at = @now
            WHERE outgoing_id = @outgoingId AND state = {OutgoingState.Sending:D}
            """,
            new { outgoingId, now = time.GetUtcNow() }, cancellationToken);
        if (changed == 0)
        {
            throw new InvalidOperationException($"Message {outgoingId} is not being sent.");
        }
    }

    /// <summary>Stores that it is unknown whether the message was delivered. It gets no copy, so the login for a copy is deleted.</summary>
    public Task SetUncertainAsync(int outgoingId, string reason, CancellationToken cancellationToken) => database.ExecuteAsync(
        $"""
        UPDATE outgoing SET state = {OutgoingState.Uncertain:D}, reason = @reason, copy_to = NULL, changed_at = @now
        WHERE outgoing_id = @outgoingId AND state = {OutgoingState.Ended:D}
        """,
        new { outgoingId, reason = OutgoingReason.Cut(reason), now = time.GetUtcNow() }, cancellationToken);

    /// <summary>Deletes a message that nobody has received, after its sender got the error.</summary>
    public Task RemoveAsync(int outgoingId, CancellationToken cancellationToken) =>
        database.ExecuteAsync("DELETE FROM outgoing WHERE outgoing_id = @outgoingId", new { outgoingId }, cancellationToken);

    public Task<OutgoingMessage?> FindAsync(int outgoingId, CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<OutgoingMessage>($"{Select} WHERE outgoing_id = @outgoingId", new { outgoingId }, cancellationToken);

    /// <summary>The associate's message with that Message-ID which was, or may have been, delivered, or is being sent.</summary>
    public Task<OutgoingMessage?> FindSentAsync(int associateId, string messageId, CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<OutgoingMessage>(
            $"""
            {Select} WHERE associate_id = @associateId AND message_id = @messageId AND state <> {OutgoingState.NotSent:D}
            ORDER BY outgoing_id DESC LIMIT 1
            """,
            new { associateId, messageId }, cancellationToken);

    /// <summary>Every message that is being sent or did not end well, oldest first.</summary>
    public Task<IReadOnlyList<OutgoingMessage>> ListOpenAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<OutgoingMessage>(
            $"{Select} WHERE state <> {OutgoingState.Done:D} ORDER BY outgoing_id", new { }, cancellationToken);

    /// <summary>
    /// Finishes the rows that ended processes left. A message that may be delivered gets its copy, because its author got no answer and sees
    /// only the copy; for the others the login for a copy is deleted.
    /// </summary>
    public async Task SettleOrphansAsync(CancellationToken cancellationToken)
    {
        var known = await database.QueryAsync<int>($"SELECT DISTINCT node_id FROM outgoing WHERE {IsBeingSent}", new { }, cancellationToken);
        var alive = known.Count == 0 ? [] : await node.AliveAsync(cancellationToken);
        await SettleAsync("node_id", [.. known.Except(alive)], "The program ended while the message was being sent.", cancellationToken);
    }

    /// <summary>Finishes rows of this process in the same way that none of its calls works on.</summary>
    /// <param name="open">The messages that calls work on.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public async Task SettleStraysAsync(ICollection<int> open, CancellationToken cancellationToken)
    {
        var known = await database.QueryAsync<int>(
            $"SELECT outgoing_id FROM outgoing WHERE {IsBeingSent} AND node_id = @node AND changed_at < @before",
            new { node = node.Id, before = time.GetUtcNow() - LongestTransaction }, cancellationToken);
        await SettleAsync("outgoing_id", [.. known.Except(open)], "The connection to the database broke while the message was being sent.", cancellationToken);
    }

    private async Task SettleAsync(string column, List<int> values, string reason, CancellationToken cancellationToken)
    {
        if (values.Count > 0)
        {
            await database.ExecuteAsync(
                $"""
                UPDATE outgoing SET
                    state = CASE state WHEN {OutgoingState.Sending:D} THEN {OutgoingState.NotSent:D} ELSE {OutgoingState.Uncertain:D} END,
                    reason = @reason,
                    retry_at = CASE state WHEN {OutgoingState.Ended:D} THEN @now END,
                    copy_to = CASE state WHEN {OutgoingState.Ended:D} THEN copy_to END, changed_at = @now
                WHERE {IsBeingSent} AND {column} IN @values
                """,
                new { values, reason, now = time.GetUtcNow() }, cancellationToken);
        }
    }

    /// <summary>Deletes rows that have been finished since before the given time.</summary>
    public Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.ExecuteAsync(
        $"""
        DELETE FROM outgoing
        WHERE state NOT IN ({OutgoingState.Sending:D}, {OutgoingState.Ended:D}, {OutgoingState.Accepted:D}, {OutgoingState.Again:D}) AND changed_at < @before
        """,
        new { before }, cancellationToken);
}
