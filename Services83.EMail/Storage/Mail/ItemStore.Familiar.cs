using System.Data.Common;
using Services83.EMail.Storage.Webhooks;

namespace Services83.EMail.Storage.Mail;

// Messages that a server shows in several folders, or under a new UID, recognised by the server's id of the content.
public sealed partial class ItemStore
{
    /// <summary>Those of some ids that messages of the account have.</summary>
    /// <param name="emailIds">EMAILID (RFC 8474) or X-GM-MSGID (Gmail).</param>
    public async Task<IReadOnlySet<string>> FamiliarIdsAsync(
        int accountId, IReadOnlyCollection<string> emailIds, CancellationToken cancellationToken) =>
        (await database.QueryAsync<string>(
            "SELECT DISTINCT email_id FROM email_item WHERE account_id = @accountId AND email_id IN @emailIds",
            new { accountId, emailIds }, cancellationToken)).ToHashSet();

    /// <summary>
    /// Stores in one transaction where those of the messages are whose content is certainly stored, because the account has a whole message
    /// with the same id, RFC822.SIZE and Message-ID. May be repeated after a crash.
    /// </summary>
    /// <returns>The UIDs of these messages. The others must be fetched.</returns>
    public Task<IReadOnlySet<uint>> PlaceFamiliarAsync(
        int accountId, int folderId, uint uidValidity, IReadOnlyCollection<FamiliarMessage> messages, CancellationToken cancellationToken) =>
        messages.Count == 0 ? Task.FromResult<IReadOnlySet<uint>>(new HashSet<uint>()) : database.WriteAsync<IReadOnlySet<uint>>(
            async (transaction, token) =>
            {
                var contents = await FamiliarContentsAsync(transaction, accountId, folderId, messages, token);
                var reports = await EventRecorder.IsWantedAsync(transaction, WebhookEvents.MessageNew | WebhookEvents.MessageUpdated, token);
                await using var placements = new PlacementWriter(transaction, accountId, folderId, uidValidity, reports);
                var placed = new HashSet<uint>();
                foreach (var message in messages)
                {
                    if (contents.GetValueOrDefault(message.EmailId!) is { } content && content.IsOf(message))
                    {
                        await placements.PlaceAsync(message, content.ContentId, token);
                        placed.Add(message.Uid);
                    }
                }

                await EventRecorder.RecordAsync(transaction, WebhookEvents.MessageNew, placements.Added, time.GetUtcNow(), token);
                await EventRecorder.RecordAsync(transaction, WebhookEvents.MessageUpdated, placements.Replaced, time.GetUtcNow(), token);
                return placed;
            },
            cancellationToken);

    /// <summary>The contents by the id of their messages. An id with two contents or sizes says nothing, so it is left out. Empty when the
    /// folder no longer exists.</summary>
    private static async Task<Dictionary<string, FamiliarContent>> FamiliarContentsAsync(
        DbTransaction transaction, int accountId, int folderId, IEnumerable<FamiliarMessage> messages, CancellationToken cancellationToken)
    {
        var rows = await transaction.QueryAsync<FamiliarContent>(
            """
            SELECT DISTINCT i.email_id, i.content_id, i.server_size, c.message_id, c.complete
            FROM email_item i JOIN content c ON c.content_id = i.content_id
            WHERE i.account_id = @accountId AND i.email_id IN @emailIds AND i.only_here = FALSE
            AND EXISTS (SELECT 1 FROM email_folder WHERE folder_id = @folderId)
            """,
            new { accountId, folderId, emailIds = messages.Select(message => message.EmailId!).Distinct().ToArray() }, cancellationToken);
        return rows.GroupBy(row => row.EmailId).Where(group => group.Count() == 1).ToDictionary(group => group.Key, group => group.Single());
    }

    private sealed class FamiliarContent
    {
        public string EmailId { get; init; } = "";

        public int ContentId { get; init; }

        public long? ServerSize { get; init; }

        public string? MessageId { get; init; }

        public bool Complete { get; init; }

        /// <summary>Servers have sent the same id for different messages, so the id alone is not enough.</summary>
        public bool IsOf(FamiliarMessage message) =>
            Complete && ServerSize is not null && ServerSize == message.ServerSize && MessageId == message.MessageId;
    }
}
