namespace Services83.EMail.Storage.Mail;

/// <summary>A message during which the connection broke.</summary>
/// <param name="Attempts">How often in a row it broke at the same place.</param>
/// <param name="Place">How many bytes of the message had arrived.</param>
/// <param name="RetryAt">When it is retried without a request.</param>
public sealed record SuspectMessage(
    int FolderId, string Folder, uint UidValidity, string? MailboxId, uint Uid, int Attempts, long Place, DateTimeOffset RetryAt);

/// <summary>Those undelivered messages for which the connection may be the reason.</summary>
public sealed class SuspectStore(IDatabase database, UndeliveredStore undelivered)
{
    private static readonly RowQuery<(SuspectMessage Message, long RetryAt)> OfAccount = new(
        """
        SELECT folder_id, name, undelivered.uid_validity, mailbox_id, uid, attempts, place, retry_at
        FROM undelivered JOIN email_folder USING (folder_id)
        WHERE account_id = @accountId AND gone = FALSE AND place IS NOT NULL
        ORDER BY retry_at, folder_id, uid
        """,
        row => (
            new SuspectMessage(
                row.Int(0), row.Text(1), (uint)row.Long(2), row.TextOrNull(3), (uint)row.Long(4), row.Int(5), row.Long(6), default),
            row.Long(7)),
        "@accountId");

    /// <summary>Those of an account that the server still lists, the longest waiting one first.</summary>
    public async Task<IReadOnlyList<SuspectMessage>> ListAsync(int accountId, CancellationToken cancellationToken)
    {
        var rows = await OfAccount.RunAsync(database, cancellationToken, accountId);
        return [.. rows.Select(row => row.Message with { RetryAt = undelivered.RetryAt(row.RetryAt) })];
    }

    /// <summary>Stores that the connection broke again. If it broke at another place than before, the message is probably not the reason:
    /// the count starts again.</summary>
    public Task NoteAsync(SuspectMessage message, bool samePlace, long place, string reason, CancellationToken cancellationToken) =>
        undelivered.NoteAsync(message.FolderId, message.UidValidity, message.Uid, reason, place, samePlace, cancellationToken);

    /// <summary>Stores that the connection was not the reason: the server refused the message, or sent nothing for it.</summary>
    public Task NoteRefusedAsync(SuspectMessage message, string reason, CancellationToken cancellationToken) =>
        undelivered.NoteAsync(message.FolderId, message.UidValidity, message.Uid, reason, place: null, counts: true, cancellationToken);

    /// <summary>It was delivered.</summary>
    public Task ForgetAsync(SuspectMessage message, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            "DELETE FROM undelivered WHERE folder_id = @FolderId AND uid_validity = @validity AND uid = @uid",
            new { message.FolderId, validity = (long)message.UidValidity, uid = (long)message.Uid }, cancellationToken);
}
