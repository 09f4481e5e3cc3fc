using System.Data.Common;
using System.Globalization;
using System.Text.Json;

namespace Services83.EMail.Storage.Mail;

/// <summary>
/// Stores contents, once per hash. Used for one transaction.
/// </summary>
internal sealed class ContentWriter(DbTransaction transaction) : IAsyncDisposable
{
    /// <summary>Well below the number of parameters that a statement may have.</summary>
    private readonly PreparedStatement _find = new(transaction, "SELECT content_id FROM content WHERE hash = @hash", "@hash");

    private readonly PreparedStatement _insert = new(
        transaction,
        """
        INSERT INTO content (hash, size, complete, message_id, in_reply_to, subject, from_name, from_address,
                             recipients, sent_at, priority)
        VALUES (@hash, @size, @complete, @messageId, @inReplyTo, @subject, @fromName, @fromAddress,
                @recipients, @sentAt, @priority)
        RETURNING content_id
        """,
        "@hash", "@size", "@complete", "@messageId", "@inReplyTo", "@subject", "@fromName", "@fromAddress",
        "@recipients", "@sentAt", "@priority");

    private readonly PreparedStatement _insertBody = new(
        transaction, "INSERT INTO content_body (content_id, raw) VALUES (@contentId, @raw)", "@contentId", "@raw");

    private readonly PreparedStatement _insertOutline = new(
        transaction, "INSERT INTO content_outline (content_id, raw, sizes) VALUES (@contentId, @raw, @sizes)", "@contentId", "@raw", "@sizes");

    /// <summary>Returns the id of the content, new or known.</summary>
    public async Task<int> SaveAsync(MessageContent content, CancellationToken cancellationToken)
    {
        if (await _find.ScalarAsync(cancellationToken, content.Hash) is { } known)
        {
            return Convert.ToInt32(known, CultureInfo.InvariantCulture);
        }

        var id = Convert.ToInt32(await _insert.ScalarAsync(cancellationToken, Row(content)), CultureInfo.InvariantCulture);
        var octets = content.Octets;
        if (transaction.Connection is not IKeepsBodies keeper || !await keeper.KeepAsync(id, octets, cancellationToken))
        {
            await _insertBody.ExecuteAsync(cancellationToken, id, octets);
        }

        if (content.Outline is { } outline)
        {
            await _insertOutline.ExecuteAsync(cancellationToken, id, outline.Raw, JsonSerializer.Serialize(outline.Sizes));
        }

        return id;
    }

    /// <summary>Stores a message that is not on a mail server; returns the id of its content, new or known.</summary>
    public static async Task<int> SaveAsync(DbTransaction transaction, MessageContent content, CancellationToken cancellationToken)
    {
        await using var writer = new ContentWriter(transaction);
        return await writer.SaveAsync(content, cancellationToken);
    }

    /// <summary>Deletes those of the contents that no account and no document refers to any more.</summary>
    public static async Task DropUnusedAsync(DbTransaction transaction, IReadOnlyCollection<int> contentIds, CancellationToken cancellationToken)
    {
        if (contentIds.Count == 0)
        {
            return;
        }

        await transaction.ExecuteAsync(
            """
            DELETE FROM content WHERE content_id IN @contentIds
            AND NOT EXISTS (SELECT 1 FROM email_item WHERE email_item.content_id = content.content_id)
            AND NOT EXISTS (SELECT 1 FROM document WHERE document.content_id = content.content_id)
            AND NOT EXISTS (SELECT 1 FROM temporary_document WHERE temporary_document.content_id = content.content_id)
            """,
            new { contentIds }, cancellationToken);
        (transaction.Connection as IKeepsBodies)?.NoteDeletion();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var statement in (PreparedStatement[])[_find, _insert, _insertBody, _insertOutline])
        {
            await statement.DisposeAsync();
        }
    }

    private static object?[] Row(MessageContent content) =>
    [
        content.Hash,
        content.Size,
        content.Complete,
        content.Header.MessageId,
        content.Header.InReplyTo,
        content.Header.Subject,
        content.Header.FromName,
        content.Header.FromAddress,
        JsonSerializer.Serialize(content.Header.Recipients.Select(to => new[] { to.Name, to.Address })),
        content.Header.SentAt?.ToUnixTimeMilliseconds(),
        content.Header.Priority,
    ];
}
