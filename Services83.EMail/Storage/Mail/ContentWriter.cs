using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Services83.EMail.Storage.Mail;

/// <summary>
/// Stores contents, once per hash. Used for one transaction.
/// </summary>
internal sealed class ContentWriter(DbTransaction transaction) : IAsyncDisposable
{
    /// <summary>Well below the number of parameters that a statement may have.</summary>
    private const int IdsPerStatement = 1000;

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

    /// <summary>Returns the id of the content, new or known.</summary>
    public async Task<int> SaveAsync(NewMessage message, CancellationToken cancellationToken)
    {
        if (await _find.ScalarAsync(cancellationToken, message.Hash) is { } known)
        {
            return Convert.ToInt32(known, CultureInfo.InvariantCulture);
        }

        var id = await _insert.ScalarAsync(cancellationToken, Row(message));
        await _insertBody.ExecuteAsync(cancellationToken, id, Octets(message.Raw));
        return Convert.ToInt32(id, CultureInfo.InvariantCulture);
    }

    /// <summary>Stores a message that is not on a mail server; returns the id of its content, new or known.</summary>
    public static async Task<int> SaveAsync(DbTransaction transaction, ReadOnlyMemory<byte> raw, CancellationToken cancellationToken)
    {
        await using var writer = new ContentWriter(transaction);
        return await writer.SaveAsync(new NewMessage(0, default, default, raw, raw.Length, Complete: true), cancellationToken);
    }

    /// <summary>Deletes those of the contents that no account and no document refers to any more.</summary>
    public static async Task DropUnusedAsync(DbTransaction transaction, IEnumerable<int> contentIds, CancellationToken cancellationToken)
    {
        foreach (var ids in contentIds.Distinct().Chunk(IdsPerStatement))
        {
            await transaction.ExecuteAsync(
                """
                DELETE FROM content WHERE content_id IN @ids
                AND NOT EXISTS (SELECT 1 FROM email_item WHERE email_item.content_id = content.content_id)
                AND NOT EXISTS (SELECT 1 FROM document WHERE document.content_id = content.content_id)
                AND NOT EXISTS (SELECT 1 FROM temporary_document WHERE temporary_document.content_id = content.content_id)
                """,
                new { ids }, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var statement in (PreparedStatement[])[_find, _insert, _insertBody])
        {
            await statement.DisposeAsync();
        }
    }

    private static object?[] Row(NewMessage message)
    {
        var envelope = message.Envelope;
        return
        [
            message.Hash,
            message.Size,
            message.Complete,
            envelope.MessageId,
            envelope.InReplyTo,
            envelope.Subject,
            envelope.From?.DisplayName ?? "",
            envelope.From?.Address ?? "",
            JsonSerializer.Serialize(envelope.To.Select(to => new[] { to.DisplayName, to.Address })),
            envelope.Date?.ToUnixTimeMilliseconds(),
            (int)envelope.Priority,
        ];
    }

    /// <summary>The database needs arrays; only a part of an array is copied.</summary>
    private static byte[] Octets(ReadOnlyMemory<byte> raw) =>
        MemoryMarshal.TryGetArray(raw, out var segment) && segment.Array!.Length == raw.Length ? segment.Array : raw.ToArray();
}
