using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Storage;

/// <summary>How many accounts, requests and messages are in which state, for monitoring: numbers, without addresses and reasons.</summary>
public sealed class StateCounts(IDatabase database)
{
    /// <summary>The states of accounts by name, the good one first.</summary>
    public static readonly string[] AccountStates = ["ok", "unknown", "failing", "failed", "disabled"];

    /// <summary>The state of a row of the table <c>account</c>, as one of <see cref="AccountStates"/>.</summary>
    internal static readonly string StateOfAccount =
        $"CASE WHEN account.disabled THEN 'disabled' WHEN account.status = {AccountStatus.Ok:D} THEN 'ok' WHEN account.status = {AccountStatus.Failing:D} THEN 'failing' "
        + $"WHEN account.status = {AccountStatus.Failed:D} THEN 'failed' ELSE 'unknown' END";

    /// <summary>Accounts by state: <c>ok</c>, <c>unknown</c>, <c>failing</c>, <c>failed</c> or <c>disabled</c>.</summary>
    public async Task<IReadOnlyDictionary<string, long>> AccountsAsync(CancellationToken cancellationToken) => Named(
        await database.QueryAsync<(string State, long Count)>(
            $"SELECT {StateOfAccount} AS state, COUNT(*) AS accounts FROM account WHERE deleted = FALSE GROUP BY 1", new { }, cancellationToken),
        AccountStates);

    /// <summary>Requested syncs by state: <c>waiting</c>, <c>running</c>, or <c>put off</c> after a failure.</summary>
    public async Task<IReadOnlyDictionary<string, long>> RequestsAsync(CancellationToken cancellationToken) => Named(
        await database.QueryAsync<(string State, long Count)>(
            """
            SELECT CASE WHEN running THEN 'running' WHEN retry_at IS NULL THEN 'waiting' ELSE 'put off' END AS state, COUNT(*) AS requests
            FROM sync_request GROUP BY 1
            """,
            new { }, cancellationToken),
        "waiting", "running", "put off");

    /// <summary>Sent messages that need a person: <c>uncertain</c>, or <c>copy parked</c>.</summary>
    public async Task<IReadOnlyDictionary<string, long>> OutgoingAsync(CancellationToken cancellationToken) => Named(
        await database.QueryAsync<(string State, long Count)>(
            $"""
            SELECT CASE state WHEN {OutgoingState.Uncertain:D} THEN 'uncertain' ELSE 'copy parked' END AS state, COUNT(*) AS messages
            FROM outgoing WHERE state = {OutgoingState.Uncertain:D} OR state = {OutgoingState.Accepted:D} AND retry_at IS NULL GROUP BY 1
            """,
            new { }, cancellationToken),
        "uncertain", "copy parked");

    /// <summary>The accounts that are not disabled and whose sync fails for good or has failed <see cref="AccountStatusWriter.FailuresToTell"/> times in
    /// a row.</summary>
    public Task<int> TroubledAsync(CancellationToken cancellationToken) => database.FirstOrDefaultAsync<int>(
        $"""
        SELECT COUNT(*) FROM account WHERE deleted = FALSE AND disabled = FALSE
            AND (status = {AccountStatus.Failed:D} OR status = {AccountStatus.Failing:D} AND error_count >= @FailuresToTell)
        """,
        new { AccountStatusWriter.FailuresToTell }, cancellationToken);

    /// <summary>With every state, so that a number that was there does not vanish when it is 0.</summary>
    private static Dictionary<string, long> Named(IEnumerable<(string State, long Count)> rows, params string[] states)
    {
        var counts = states.ToDictionary(state => state, _ => 0L, StringComparer.Ordinal);
        foreach (var (state, count) in rows)
        {
            counts[state] = count;
        }

        return counts;
    }
}
