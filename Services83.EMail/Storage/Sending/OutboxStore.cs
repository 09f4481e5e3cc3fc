using System.Data.Common;
using System.Text.Json;
using Services83.EMail.Storage.Documents;
using Services83.EMail.Storage.Mail.Changes;

namespace Services83.EMail.Storage.Sending;

/// <summary>
/// What is on its way out, so that a crash at any moment leaves word of it: each step is durable before the next one begins. Rows that
/// need nothing more are kept for a while, to know a message that is sent once more.
/// </summary>
public sealed class OutboxStore(IDatabase database, AppendRecorder appends, SecretProtector protector, TimeProvider time)
{
    private const string CopyPurpose = "login for a copy of sent mail";
    private const int MaxReasonLength = 1000;

    private const string Select = "SELECT outgoing.*, associate.login_name AS associate_name FROM outgoing JOIN associate USING (associate_id)";

    /// <summary>The states in which a copy may wait to be filed.</summary>
    private static readonly string WithCopy = $"{OutgoingState.Accepted:D}, {OutgoingState.Uncertain:D}";

    /// <summary>Notes a message before it is sent.</summary>
    /// <returns>Its id in the outbox; null when it was sent before and must not be sent again.</returns>
    public Task<int?> AddAsync(OutgoingDraft draft, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            var added = await transaction.QueryAsync<int>(
                $"""
                INSERT INTO outgoing (associate_id, account_id, state, host, message_id, sender, recipients, subject, replaces, copy_to,
                    created_at, changed_at)
                SELECT @AssociateId, @AccountId, {OutgoingState.Sending:D}, @Host, @MessageId, @Sender, @recipients, @Subject, @Replaces, @copyTo,
                    @now, @now
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
                    copyTo = draft.CopyTo is null ? null : protector.Protect(CopyPurpose, draft.CopyTo.Reveal()),
                    now = time.GetUtcNow(),
                },
                token);
            if (added is [var id] && draft.Copy is not null)
            {
                await transaction.ExecuteAsync("INSERT INTO outgoing_copy (outgoing_id, raw) VALUES (@id, @Copy)", new { id, draft.Copy }, token);
                if (draft.Tie is not null)
                {
                    await MessageTieStore.NoteAsync(transaction, id, draft.Tie, token);
                }
            }

            return added is [var noted] ? noted : (int?)null;
        },
        cancellationToken);

    /// <summary>Notes that the message may be delivered from now on.</summary>
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

    /// <summary>Notes that nobody knows whether the message was delivered. It gets no copy, so the login for one is forgotten.</summary>
    public Task SetUncertainAsync(int outgoingId, string reason, CancellationToken cancellationToken) => database.ExecuteAsync(
        $"""
        UPDATE outgoing SET state = {OutgoingState.Uncertain:D}, reason = @reason, copy_to = NULL, changed_at = @now
        WHERE outgoing_id = @outgoingId AND state = {OutgoingState.Ended:D}
        """,
        new { outgoingId, reason = Cut(reason), now = time.GetUtcNow() }, cancellationToken);

    /// <summary>Forgets a message that nobody has received and whose sender has been told so.</summary>
    public Task RemoveAsync(int outgoingId, CancellationToken cancellationToken) =>
        database.ExecuteAsync("DELETE FROM outgoing WHERE outgoing_id = @outgoingId", new { outgoingId }, cancellationToken);

    /// <summary>
    /// Notes that the server has taken the message. Its copy is placed into the folder by the same transaction, from where the account's
    /// push takes it to the server.
    /// </summary>
    /// <param name="folderId">The account's folder for sent mail; null when it is not known, or when no account gets the copy.</param>
    /// <returns>Id of the cached copy; null when it is filed later, or not at all.</returns>
    public Task<int?> AcceptAsync(int outgoingId, int? folderId, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            var found = await transaction.QueryAsync<OutgoingMessage>($"{Select} WHERE outgoing_id = @outgoingId", new { outgoingId }, token);
            if (found is not [var message])
            {
                return (int?)null;
            }

            var copies = await transaction.QueryAsync<byte[]>("SELECT raw FROM outgoing_copy WHERE outgoing_id = @outgoingId", new { outgoingId }, token);
            var itemId = copies is [var copy] && folderId is { } folder && message.AccountId is { } account
                ? await FileAsync(transaction, message, account, folder, copy, token)
                : (int?)null;
            if (copies.Count > 0 && itemId is null)
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

    /// <summary>The copy is where it was wanted.</summary>
    public Task SetFiledAsync(int outgoingId, CancellationToken cancellationToken) =>
        FinishAsync(outgoingId, OutgoingState.Done, "", cancellationToken);

    /// <summary>The copy cannot be filed; its octets and the login that it needed are forgotten.</summary>
    public Task SetUnfiledAsync(int outgoingId, string reason, CancellationToken cancellationToken) =>
        FinishAsync(outgoingId, OutgoingState.Unfiled, reason, cancellationToken);

    /// <summary>The copy is to be filed later.</summary>
    public Task PutOffAsync(int outgoingId, string reason, DateTimeOffset until, CancellationToken cancellationToken) => database.ExecuteAsync(
        "UPDATE outgoing SET reason = @reason, retry_at = @until, attempts = attempts + 1 WHERE outgoing_id = @outgoingId AND retry_at IS NOT NULL",
        new { outgoingId, reason = Cut(reason), until }, cancellationToken);

    /// <summary>
    /// The copy is not tried again until somebody says so with <see cref="ReviveAsync"/>. Its octets stay, and the login that it needs.
    /// </summary>
    public Task ParkAsync(int outgoingId, string reason, CancellationToken cancellationToken) => database.ExecuteAsync(
        "UPDATE outgoing SET reason = @reason, retry_at = NULL, attempts = attempts + 1 WHERE outgoing_id = @outgoingId",
        new { outgoingId, reason = Cut(reason) }, cancellationToken);

    /// <summary>Has a copy that waits or is parked filed as soon as possible.</summary>
    /// <returns>False when the message has no such copy.</returns>
    public async Task<bool> ReviveAsync(int outgoingId, CancellationToken cancellationToken) => await database.ExecuteAsync(
        $"""
        UPDATE outgoing SET retry_at = @now, attempts = 0, changed_at = @now WHERE outgoing_id = @outgoingId AND state IN ({WithCopy})
            AND EXISTS (SELECT 1 FROM outgoing_copy WHERE outgoing_copy.outgoing_id = outgoing.outgoing_id)
        """,
        new { outgoingId, now = time.GetUtcNow() }, cancellationToken) == 1;

    /// <summary>How many copies are not tried again until somebody says so.</summary>
    public Task<int> CountParkedAsync(CancellationToken cancellationToken) => database.FirstOrDefaultAsync<int>(
        $"SELECT COUNT(*) FROM outgoing WHERE state = {OutgoingState.Accepted:D} AND retry_at IS NULL", new { }, cancellationToken);

    /// <summary>Messages whose copies are due to be filed, in their order. Of one whose row is damaged nothing but the id can be read.</summary>
    public Task<IReadOnlyList<int>> DueCopiesAsync(CancellationToken cancellationToken) => database.QueryAsync<int>(
        $"SELECT outgoing_id FROM outgoing WHERE state IN ({WithCopy}) AND (retry_at <= @now OR retry_at > @latest) ORDER BY outgoing_id",
        new { now = time.GetUtcNow(), latest = time.GetUtcNow() + StoredMoment.LongestWait }, cancellationToken);

    /// <summary>The newest message; 0 without any.</summary>
    public Task<int> LastIdAsync(CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<int>("SELECT COALESCE(MAX(outgoing_id), 0) FROM outgoing", new { }, cancellationToken);

    public Task<OutgoingMessage?> FindAsync(int outgoingId, CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<OutgoingMessage>($"{Select} WHERE outgoing_id = @outgoingId", new { outgoingId }, cancellationToken);

    /// <summary>The octets of a message's copy; null without one.</summary>
    public Task<byte[]?> CopyAsync(int outgoingId, CancellationToken cancellationToken) => database.FirstOrDefaultAsync<byte[]>(
        "SELECT raw FROM outgoing_copy WHERE outgoing_id = @outgoingId", new { outgoingId }, cancellationToken);

    /// <summary>Where on a named server the copy goes to, as it was given; null for none.</summary>
    /// <exception cref="StorageException">The keys that it was protected with are not here any more.</exception>
    public string? CopyTargetOf(OutgoingMessage message) => message.CopyTo is null ? null : protector.Unprotect(CopyPurpose, message.CopyTo);

    /// <summary>The associate's message of that Message-ID which was, or may have been, delivered, or is under way.</summary>
    public Task<OutgoingMessage?> FindSentAsync(int associateId, string messageId, CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<OutgoingMessage>(
            $"""
            {Select} WHERE associate_id = @associateId AND message_id = @messageId AND state <> {OutgoingState.NotSent:D}
            ORDER BY outgoing_id DESC LIMIT 1
            """,
            new { associateId, messageId }, cancellationToken);

    /// <summary>Everything that is under way or did not end well, oldest first.</summary>
    public Task<IReadOnlyList<OutgoingMessage>> ListOpenAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<OutgoingMessage>(
            $"{Select} WHERE state <> {OutgoingState.Done:D} ORDER BY outgoing_id", new { }, cancellationToken);

    /// <summary>
    /// Says of what a process that ended left behind what is known of it. What may be delivered gets its copy: as nobody had an answer, that
    /// is all that its author will see of it; of the others the login for a copy is forgotten. All of them up to the given one.
    /// </summary>
    public Task SettleOrphansAsync(int lastId, CancellationToken cancellationToken) => database.ExecuteAsync(
        $"""
        UPDATE outgoing SET
            state = CASE state WHEN {OutgoingState.Sending:D} THEN {OutgoingState.NotSent:D} ELSE {OutgoingState.Uncertain:D} END,
            reason = 'The program ended while the message was being sent.',
            retry_at = CASE state WHEN {OutgoingState.Ended:D} THEN @now END,
            copy_to = CASE state WHEN {OutgoingState.Ended:D} THEN copy_to END, changed_at = @now
        WHERE state IN ({OutgoingState.Sending:D}, {OutgoingState.Ended:D}) AND outgoing_id <= @lastId
        """,
        new { lastId, now = time.GetUtcNow() }, cancellationToken);

    /// <summary>Forgets what has needed nothing since then.</summary>
    public Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.ExecuteAsync(
        $"""
        DELETE FROM outgoing
        WHERE state NOT IN ({OutgoingState.Sending:D}, {OutgoingState.Ended:D}, {OutgoingState.Accepted:D}) AND changed_at < @before
        """,
        new { before }, cancellationToken);

    /// <summary>A draft that was deleted meanwhile leaves nothing to replace; what is no draft stays.</summary>
    private async Task<int> FileAsync(
        DbTransaction transaction, OutgoingMessage message, int accountId, int folderId, byte[] copy, CancellationToken cancellationToken)
    {
        var replaced = await transaction.QueryAsync<int>(
            "SELECT item_id FROM email_item WHERE item_id = @Replaces AND account_id = @accountId AND pending_delete = FALSE AND (flags & @draft) <> 0",
            new { message.Replaces, accountId, draft = (int)EMailFlags.Draft }, cancellationToken);
        var append = new MessageToAppend(accountId, folderId, copy, EMailFlags.Seen, time.GetUtcNow())
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

    /// <summary>What is uncertain stays so, wherever its copy is.</summary>
    private async Task FinishAsync(DbTransaction transaction, int outgoingId, OutgoingState state, string reason, CancellationToken cancellationToken)
    {
        await transaction.ExecuteAsync(
            $"""
            UPDATE outgoing SET state = {UnlessUncertain("@state")}, reason = CASE @reason WHEN '' THEN reason ELSE @reason END,
                retry_at = NULL, copy_to = NULL, changed_at = @now
            WHERE outgoing_id = @outgoingId
            """,
            new { outgoingId, state = (int)state, reason = Cut(reason), now = time.GetUtcNow() }, cancellationToken);
        await transaction.ExecuteAsync("DELETE FROM outgoing_copy WHERE outgoing_id = @outgoingId", new { outgoingId }, cancellationToken);
    }

    private static string UnlessUncertain(string state) =>
        $"CASE state WHEN {OutgoingState.Uncertain:D} THEN state ELSE {state} END";

    private static string Cut(string reason) => reason.Length > MaxReasonLength ? reason[..MaxReasonLength] : reason;
}
