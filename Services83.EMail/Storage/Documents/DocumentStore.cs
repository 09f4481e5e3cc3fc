using System.Data.Common;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Storage.Documents;

/// <summary>The archive: messages that are kept even if they are deleted in their mailbox.</summary>
public sealed class DocumentStore(IDatabase database, TimeProvider time)
{
    private const string SelectDocuments =
        """
        SELECT d.document_id, d.associate_id, a.login_name, a.full_name, d.content_id, d.title, d.shared, d.created_at, c.size
        FROM document d
        JOIN associate a ON a.associate_id = d.associate_id
        JOIN content c ON c.content_id = d.content_id
        """;

    /// <summary>Archives a message.</summary>
    /// <param name="associateId">Its owner, who must exist.</param>
    /// <param name="content">The whole message, unchanged.</param>
    /// <param name="title">Title in lists; null for the subject.</param>
    /// <param name="shared">Whether every associate may read it.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>Its id.</returns>
    public Task<int> AddAsync(
        int associateId, MessageContent content, string? title, bool shared, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) => await InsertAsync(
                transaction, associateId, await ContentWriter.SaveAsync(transaction, content, token), title, shared, token),
            cancellationToken);

    /// <summary>Archives a cached message; its bytes are not copied.</summary>
    /// <returns>The id of the document.</returns>
    /// <inheritdoc cref="AddAsync(int, MessageContent, string?, bool, CancellationToken)" />
    public Task<int> AddAsync(int associateId, StoredItem message, string? title, bool shared, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (transaction, token) => InsertAsync(transaction, associateId, message.ContentId, title, shared, token), cancellationToken);

    /// <summary>
    /// Gives a document another content. The content that it had becomes a document of its own, with the same owner and title.
    /// </summary>
    /// <param name="documentId">A document that exists.</param>
    /// <param name="content">The whole message, unchanged.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>The id of the document with the earlier content; null when the document had the same content already.</returns>
    public Task<int?> ReplaceAsync(int documentId, MessageContent content, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            var contentId = await ContentWriter.SaveAsync(transaction, content, token);
            var previous = await transaction.QueryAsync<int?>(
                """
                INSERT INTO document (associate_id, content_id, title, shared, created_at)
                SELECT associate_id, content_id, title, shared, created_at FROM document
                WHERE document_id = @documentId AND content_id <> @contentId
                RETURNING document_id
                """,
                new { documentId, contentId }, token);
            await transaction.ExecuteAsync(
                "UPDATE document SET content_id = @contentId WHERE document_id = @documentId", new { documentId, contentId }, token);
            return previous is [var id] ? id : null;
        },
        cancellationToken);

    /// <summary>One document.</summary>
    /// <param name="documentId">Its id.</param>
    /// <param name="scope">The reader; everybody may read shared documents.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>Null when there is none, or the reader may not read it.</returns>
    public Task<StoredDocument?> FindAsync(int documentId, Scope scope, CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<StoredDocument>(
            $"{SelectDocuments} WHERE d.document_id = @documentId AND (d.shared = TRUE OR {Scope.Includes("d.associate_id")})",
            new { documentId, scope.AssociateId }, cancellationToken);

    /// <summary>All documents, by id.</summary>
    public Task<IReadOnlyList<StoredDocument>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<StoredDocument>($"{SelectDocuments} ORDER BY d.document_id", new { }, cancellationToken);

    /// <summary>Deletes a document. Its id is not used again.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteAsync(int documentId, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            var contents = await transaction.QueryAsync<int>(
                "DELETE FROM document WHERE document_id = @documentId RETURNING content_id", new { documentId }, token);
            await ContentWriter.DropUnusedAsync(transaction, contents, token);
            return contents.Count > 0;
        },
        cancellationToken);

    private Task<int> InsertAsync(
        DbTransaction transaction, int associateId, int contentId, string? title, bool shared, CancellationToken cancellationToken) =>
        transaction.SingleAsync<int>(
            """
            INSERT INTO document (associate_id, content_id, title, shared, created_at)
            SELECT @associateId, content_id, COALESCE(@title, subject), @shared, @now FROM content WHERE content_id = @contentId
            RETURNING document_id
            """,
            new { associateId, contentId, title, shared, now = time.GetUtcNow() }, cancellationToken);
}
