namespace Services83.EMail.Storage.Sending;

/// <summary>Which messages of the outbox an operator looks at.</summary>
public enum OutboxPart
{
    /// <summary>Those that wait for a person: uncertain, not sent, without a copy, or with a parked copy.</summary>
    NeedsPerson,

    /// <summary>Those that are being sent, are to be sent again, or whose copies wait to be filed.</summary>
    UnderWay,
}

/// <summary>The outbox as operators look at it, page by page.</summary>
public sealed class OutboxPages(IDatabase database)
{
    private static readonly string NeedsPerson =
        $"(state IN ({OutgoingState.Uncertain:D}, {OutgoingState.NotSent:D}, {OutgoingState.Unfiled:D}) OR state = {OutgoingState.Accepted:D} AND retry_at IS NULL)";

    private static readonly string UnderWay =
        $"(state IN ({OutgoingState.Sending:D}, {OutgoingState.Ended:D}, {OutgoingState.Again:D}) OR state = {OutgoingState.Accepted:D} AND retry_at IS NOT NULL)";

    /// <summary>The messages of a part, the oldest first.</summary>
    /// <param name="part">Which.</param>
    /// <param name="page">Number of the page, from 1.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<Page<OutgoingMessage>> ListAsync(OutboxPart part, int page, CancellationToken cancellationToken) => Page.Of(
        await database.QueryAsync<OutgoingMessage>(
            $"{OutboxStore.Select} WHERE {(part == OutboxPart.NeedsPerson ? NeedsPerson : UnderWay)} ORDER BY outgoing_id {Page.Clause}",
            new { take = Page.Take, skip = Page.Skip(page) }, cancellationToken),
        page);

    /// <summary>How many messages wait for a person.</summary>
    public Task<int> CountAsync(CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<int>($"SELECT COUNT(*) FROM outgoing WHERE {NeedsPerson}", new { }, cancellationToken);
}
