using System.Data.Common;

namespace Services83.EMail.Storage.Documents;

/// <summary>The ties of a cached message to the customer database.</summary>
public sealed class MessageTie
{
    /// <summary>Key of the message.</summary>
    public int ItemId { get; init; }

    public int DocumentId { get; init; }

    public int AppointmentId { get; init; }

    public int ProjectId { get; init; }

    public int SaleId { get; init; }

    /// <summary>Null when it is not archived.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }

    /// <summary>The associate who archived it; 0 when nobody did, or when only the client knows the associate.</summary>
    public int ArchivedBy { get; init; }

    /// <summary>Full name of that associate; empty when not known.</summary>
    public string ArchivedByName { get; init; } = "";
}

/// <summary>
/// Ties of cached messages: those that a client has given and, if it has named no document, the document of the archive that is the same
/// message.
/// </summary>
public sealed class MessageTieStore(IDatabase database)
{
    /// <summary>The ties of messages. Messages without ties are left out.</summary>
    /// <param name="itemIds">Keys of the messages; the caller must have the right to read them.</param>
    /// <param name="scope">Whose documents are used, in addition to the shared ones.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyDictionary<int, MessageTie>> ReadAsync(
        IReadOnlyCollection<int> itemIds, Scope scope, CancellationToken cancellationToken) =>
        itemIds.Count == 0
            ? new Dictionary<int, MessageTie>()
            : (await database.QueryAsync<MessageTie>(SelectTies, new { itemIds, scope.AssociateId }, cancellationToken)).ToDictionary(tie => tie.ItemId);

    /// <summary>
    /// Stores the ties that a client gives for a message; they replace earlier ones. Does nothing when the message no longer exists.
    /// </summary>
    public Task SaveAsync(MessageTie tie, CancellationToken cancellationToken) => database.ExecuteAsync(
        """
        INSERT INTO message_tie (item_id, document_id, appointment_id, project_id, sale_id, archived_at, archived_by)
        SELECT item_id, @DocumentId, @AppointmentId, @ProjectId, @SaleId, @ArchivedAt, @ArchivedBy FROM email_item WHERE item_id = @ItemId
        ON CONFLICT (item_id) DO UPDATE
        SET document_id = @DocumentId, appointment_id = @AppointmentId, project_id = @ProjectId, sale_id = @SaleId,
            archived_at = @ArchivedAt, archived_by = @ArchivedBy
        """,
        tie, cancellationToken);

    /// <summary>Stores the ties of a message that is being sent, until its copy has a key.</summary>
    internal static Task NoteAsync(DbTransaction transaction, int outgoingId, MessageTie tie, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(
            """
            INSERT INTO outgoing_tie (outgoing_id, document_id, appointment_id, project_id, sale_id, archived_at, archived_by)
            VALUES (@outgoingId, @DocumentId, @AppointmentId, @ProjectId, @SaleId, @ArchivedAt, @ArchivedBy)
            """,
            new { outgoingId, tie.DocumentId, tie.AppointmentId, tie.ProjectId, tie.SaleId, tie.ArchivedAt, tie.ArchivedBy }, cancellationToken);

    /// <summary>Gives the stored ties to the filed copy; they replace those of a draft. Does nothing when no ties were stored.</summary>
    internal static async Task GiveNotedAsync(DbTransaction transaction, int outgoingId, int itemId, CancellationToken cancellationToken)
    {
        await transaction.ExecuteAsync(
            """
            INSERT INTO message_tie (item_id, document_id, appointment_id, project_id, sale_id, archived_at, archived_by)
            SELECT @itemId, document_id, appointment_id, project_id, sale_id, archived_at, archived_by FROM outgoing_tie
            WHERE outgoing_id = @outgoingId
            ON CONFLICT (item_id) DO UPDATE
            SET document_id = excluded.document_id, appointment_id = excluded.appointment_id, project_id = excluded.project_id,
                sale_id = excluded.sale_id, archived_at = excluded.archived_at, archived_by = excluded.archived_by
            """,
            new { outgoingId, itemId }, cancellationToken);
        await transaction.ExecuteAsync("DELETE FROM outgoing_tie WHERE outgoing_id = @outgoingId", new { outgoingId }, cancellationToken);
    }

    /// <summary>
    /// A document is the same message if it has the same bytes or the same Message-ID. If there are several, the oldest is used, because
    /// its date is when the message was archived.
    /// </summary>
    private static readonly string SelectTies =
        $$"""
        SELECT i.item_id,
               CASE WHEN COALESCE(t.document_id, 0) <> 0 THEN t.document_id ELSE COALESCE(d.document_id, 0) END AS document_id,
               COALESCE(t.appointment_id, 0) AS appointment_id, COALESCE(t.project_id, 0) AS project_id, COALESCE(t.sale_id, 0) AS sale_id,
               COALESCE(t.archived_at, d.created_at) AS archived_at,
               CASE WHEN t.archived_at IS NOT NULL THEN t.archived_by ELSE COALESCE(d.associate_id, 0) END AS archived_by,
               COALESCE(a.full_name, '') AS archived_by_name
        FROM email_item i
        JOIN content c ON c.content_id = i.content_id
        LEFT JOIN message_tie t ON t.item_id = i.item_id
        LEFT JOIN document d ON d.document_id = (
            SELECT MIN(same.document_id) FROM content twin JOIN document same ON same.content_id = twin.content_id
            WHERE (same.shared = TRUE OR {{Scope.Includes("same.associate_id")}})
              AND (twin.content_id = c.content_id OR twin.message_id = c.message_id))
        LEFT JOIN associate a ON a.associate_id = CASE WHEN t.archived_at IS NOT NULL THEN t.archived_by ELSE d.associate_id END
        WHERE i.item_id IN @itemIds AND (t.item_id IS NOT NULL OR d.document_id IS NOT NULL)
        """;
}
