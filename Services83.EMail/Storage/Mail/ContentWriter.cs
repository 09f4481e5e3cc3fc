using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Storage.Mail;

/// <summary>
/// Stores what was written, once per SHA-256 of its octets, and keeps threads together whatever the order of arrival:
/// every message carries the Message-ID of its oldest known ancestor (RFC 5322 section 3.6.4).
/// </summary>
internal static class ContentWriter
{
    /// <summary>Well below the number of parameters that a statement may have.</summary>
    private const int IdsPerStatement = 1000;

    /// <summary>Returns the id of the content, new or known.</summary>
    public static async Task<int> SaveAsync(DbTransaction transaction, NewMessage message, CancellationToken cancellationToken)
    {
        var hash = SHA256.HashData(message.Raw.Span);
        var known = await transaction.QueryAsync<int>(
            "SELECT content_id FROM content WHERE hash = @hash", new { hash }, cancellationToken);
        if (known.Count > 0)
        {
            return known[0];
        }

        var mime = message.Message;
        var root = await ThreadRootAsync(transaction, mime, hash, cancellationToken);
        var ids = await transaction.QueryAsync<int>(
            """
            INSERT INTO content (hash, size, complete, message_id, in_reply_to, thread_root, subject, from_name, from_address,
                                 recipients, sent_at, priority)
            VALUES (@hash, @Size, @Complete, @MessageId, @InReplyTo, @root, @Subject, @fromName, @fromAddress,
                    @recipients, @Date, @priority)
            RETURNING content_id
            """,
            new
            {
                hash,
                message.Size,
                message.Complete,
                mime.MessageId,
                mime.InReplyTo,
                root,
                mime.Subject,
                fromName = mime.From?.DisplayName ?? "",
                fromAddress = mime.From?.Address ?? "",
                recipients = JsonSerializer.Serialize(mime.To.Select(to => new[] { to.DisplayName, to.Address })),
                mime.Date,
                priority = (int)mime.Priority,
            },
            cancellationToken);
        await transaction.ExecuteAsync(
            "INSERT INTO content_body (content_id, raw) VALUES (@contentId, @raw)",
            new { contentId = ids[0], raw = message.Raw.ToArray() }, cancellationToken);
        return ids[0];
    }

    /// <summary>Deletes those of the contents that no account refers to any more.</summary>
    public static async Task DropUnusedAsync(DbTransaction transaction, IEnumerable<int> contentIds, CancellationToken cancellationToken)
    {
        foreach (var ids in contentIds.Distinct().Chunk(IdsPerStatement))
        {
            await transaction.ExecuteAsync(
                """
                DELETE FROM content WHERE content_id IN @ids
                AND NOT EXISTS (SELECT 1 FROM email_item WHERE email_item.content_id = content.content_id)
                """,
                new { ids }, cancellationToken);
        }
    }

    private static async Task<string> ThreadRootAsync(DbTransaction transaction, MimeMessage mime, byte[] hash, CancellationToken cancellationToken)
    {
        var oldest = mime.References.Count > 0 ? mime.References[0] : mime.InReplyTo;
        var own = mime.MessageId ?? Convert.ToHexStringLower(hash);
        var root = oldest ?? own;
        if (oldest is not null)
        {
            // The oldest ancestor that this message knows of may itself be a reply to one that it does not know.
            var ancestors = await transaction.QueryAsync<string>(
                "SELECT thread_root FROM content WHERE message_id = @oldest LIMIT 1", new { oldest }, cancellationToken);
            root = ancestors.Count > 0 ? ancestors[0] : oldest;
        }

        if (root != own)
        {
            // Replies that came first took this message for the root.
            await transaction.ExecuteAsync(
                "UPDATE content SET thread_root = @root WHERE thread_root = @own", new { root, own }, cancellationToken);
        }

        return root;
    }
}
