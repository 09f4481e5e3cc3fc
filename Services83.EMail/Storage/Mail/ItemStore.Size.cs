namespace Services83.EMail.Storage.Mail;

// How much mail of an account is stored.
public sealed partial class ItemStore
{
    private const string OfAccount = "folder_id IN (SELECT folder_id FROM email_folder WHERE account_id = @accountId)";

    /// <summary>The size in bytes of the account's whole messages, each once, in however many folders it is. A message that other accounts
    /// have too counts for each of them.</summary>
    public Task<long> CachedBytesAsync(int accountId, CancellationToken cancellationToken) => database.FirstOrDefaultAsync<long>(
        $"""
        SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM content
        WHERE complete = TRUE AND content_id IN (SELECT content_id FROM email_item WHERE {OfAccount})
        """,
        new { accountId }, cancellationToken);

    /// <summary>The sizes, as the server told them, of the messages that wait for a new placement, and how many have each.</summary>
    public async Task<Dictionary<long, int>> DetachedSizesAsync(int accountId, CancellationToken cancellationToken) =>
        (await database.QueryAsync<(long Size, int Count)>(
            """
            SELECT COALESCE(server_size, size) AS bytes, CAST(COUNT(*) AS INTEGER) AS items FROM email_item JOIN content USING (content_id)
            WHERE account_id = @accountId AND uid IS NULL AND only_here = FALSE GROUP BY 1
            """,
            new { accountId }, cancellationToken)).ToDictionary(row => row.Size, row => row.Count);
}
