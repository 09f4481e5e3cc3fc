namespace Services83.EMail.Storage.Mail.Changes;

/// <summary>
/// Changes with unexpected failures, before or after the server has answered. After the third failure in a row such a change is put aside
/// for an hour, then for two, up to a day; it stays visible.
/// </summary>
public sealed partial class ChangeStore
{
    private const int FaultsInARow = 3;

    /// <summary>Neither put aside nor after a change of the same message or folder that is put aside.</summary>
    private const string NotHeld =
        """
        (c.held_until IS NULL OR c.held_until <= @now OR c.held_until > @latest)
        AND NOT EXISTS (
            SELECT 1 FROM email_change h
            WHERE h.account_id = c.account_id AND h.change_id < c.change_id AND h.rejected = FALSE AND h.held_until > @now AND h.held_until <= @latest
                AND (h.item_id = c.item_id OR (h.item_id IS NULL AND c.item_id IS NULL AND h.folder_id = c.folder_id)))
        """;

    private static readonly TimeSpan FirstHold = TimeSpan.FromHours(1);

    /// <summary>A change that is put aside for longer than this was put aside by a clock that was ahead.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromDays(1);

    /// <summary>The first change that <see cref="NextAsync"/> has to read; null when there is none.</summary>
    public Task<int?> NextIdAsync(int accountId, int after, CancellationToken cancellationToken) => database.FirstOrDefaultAsync<int?>(
        $"""
        SELECT c.change_id FROM {Joined} WHERE c.account_id = @accountId AND c.rejected = FALSE AND c.change_id > @after AND {NotHeld}
        ORDER BY c.change_id LIMIT 1
        """,
        new { accountId, after, now = time.GetUtcNow(), latest = time.GetUtcNow() + LongestHold }, cancellationToken);

    /// <summary>Stores that the changes failed once more. Writes nothing else, because another write may be the reason of the
    /// failure.</summary>
    public Task FaultAsync(IReadOnlyCollection<int> changeIds, string reason, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            var failed = await transaction.QueryAsync<(int ChangeId, int Faults)>(
                "UPDATE email_change SET faults = faults + 1, last_error = @reason WHERE change_id IN @changeIds RETURNING change_id, faults",
                new { reason, changeIds }, token);
            foreach (var (changeId, faults) in failed.Where(change => change.Faults >= FaultsInARow))
            {
                await transaction.ExecuteAsync(
                    "UPDATE email_change SET held_until = @until WHERE change_id = @changeId",
                    new { changeId, until = time.GetUtcNow() + HoldAfter(faults) }, token);
            }

            return true;
        },
        cancellationToken);

    private static TimeSpan HoldAfter(int faults)
    {
        var hold = FirstHold * Math.Pow(2, Math.Min(faults - FaultsInARow, 10));
        return hold < LongestHold ? hold : LongestHold;
    }
}
