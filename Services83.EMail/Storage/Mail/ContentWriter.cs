using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Services83.EMail.Storage.Mail;

/// <summary>
/// Stores what was written, once per hash, and keeps threads together whatever the order of arrival: every message carries the
/// Message-ID of its oldest known ancestor (RFC 5322 section 3.6.4). Serves one transaction.
/// </summary>
internal sealed class ContentWriter(DbTransaction transaction) : IAsyncDisposable
{
    /// <summary>Well below the number of parameters that a statement may have.</summary>
    private const int IdsPerStatement = 1000;

    private readonly PreparedStatement _find = new(transaction, "SELECT content_id FROM content WHERE hash = @hash", "@hash");

    private readonly PreparedStatement _insert = new(
        transaction,
        """
        INSERT INTO content (hash, size, complete, message_id, in_reply_to, thread_root, subject, from_name, from_address,
                             recipients, sent_at, priority)
        VALUES (@hash, @size, @complete, @messageId, @inReplyTo, @root, @subject, @fromName, @fromAddress,
                @recipients, @sentAt, @priority)
        RETURNING content_id
        """,
        "@hash", "@size", "@complete", "@messageId", "@inReplyTo", "@root", "@subject", "@fromName", "@fromAddress",
        "@recipients", "@sentAt", "@priority");

    private readonly PreparedStatement _insertBody = new(
        transaction, "INSERT INTO content_body (content_id, raw) VALUES (@contentId, @raw)", "@contentId", "@raw");

    private readonly PreparedStatement _findRoot = new(
        transaction, "SELECT thread_root FROM content WHERE message_id = @messageId LIMIT 1", "@messageId");

    private readonly PreparedStatement _moveThread = new(
        transaction, "UPDATE content SET thread_root = @root WHERE thread_root = @own", "@root", "@own");

    /// <summary>Returns the id of the content, new or known.</summary>
    public async Task<int> SaveAsync(NewMessage message, CancellationToken cancellationToken)
    {
        if (await _find.ScalarAsync(cancellationToken, message.Hash) is { } known)
        {
            return Convert.ToInt32(known, CultureInfo.InvariantCulture);
        }

        var id = await _insert.ScalarAsync(cancellationToken, Row(message, await ThreadRootAsync(message, cancellationToken)));
        await _insertBody.ExecuteAsync(cancellationToken, id, Octets(message.Raw));
        return Convert.ToInt32(id, CultureInfo.InvariantCulture);
    }

    /// <summary>Stores a message that is on no mail server; returns the id of its content, new or known.</summary>
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
        foreach (var statement in (PreparedStatement[])[_find, _insert, _insertBody, _findRoot, _moveThread])
        {
            await statement.DisposeAsync();
        }
    }

    private static object?[] Row(NewMessage message, string root)
    {
        var envelope = message.Envelope;
        return
        [
            message.Hash,
            message.Size,
            message.Complete ? 1 : 0,
            envelope.MessageId,
            envelope.InReplyTo,
            root,
            envelope.Subject,
            envelope.From?.DisplayName ?? "",
            envelope.From?.Address ?? "",
            JsonSerializer.Serialize(envelope.To.Select(to => new[] { to.DisplayName, to.Address })),
            envelope.Date?.ToUnixTimeMilliseconds(),
            (int)envelope.Priority,
        ];
    }

    private async Task<string> ThreadRootAsync(NewMessage message, CancellationToken cancellationToken)
    {
        var envelope = message.Envelope;
        var oldest = envelope.References.Count > 0 ? envelope.References[0] : envelope.InReplyTo;
        var own = envelope.MessageId ?? Convert.ToHexStringLower(message.Hash);
        if (oldest is null)
        {
            return own;
        }

        // The oldest ancestor that this message knows of may itself be a reply to one that it does not know.
        var root = (string?)await _findRoot.ScalarAsync(cancellationToken, oldest) ?? oldest;
        if (root != own)
        {
            // Replies that came first took this message for the root.
            await _moveThread.ExecuteAsync(cancellationToken, root, own);
        }

        return root;
    }

    /// <summary>The database takes arrays; a copy is made only of a part of one.</summary>
    private static byte[] Octets(ReadOnlyMemory<byte> raw) =>
        MemoryMarshal.TryGetArray(raw, out var segment) && segment.Array!.Length == raw.Length ? segment.Array : raw.ToArray();
}
