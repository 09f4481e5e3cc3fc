using System.Data.Common;
using Services83.EMail.Storage;

namespace Services83.EMail.RecentCalls;

/// <summary>The latest calls, in the database: other processes and later ones read them too.</summary>
/// <remarks>
/// It holds at most <see cref="MostOf"/> calls of each kind, from the last <see cref="MaxAge"/>. So a query may look at all of them, and needs no
/// index.
/// </remarks>
public sealed class RecentCallStore(IDatabase database, TimeProvider time)
{
    /// <summary>How long a call is listed at most.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(14);

    /// <summary>How long the numbers of calls are kept.</summary>
    public static readonly TimeSpan MaxCountAge = TimeSpan.FromDays(2);

    /// <summary>The latest calls first.</summary>
    public Task<IReadOnlyList<RecentCall>> ListAsync(CallFilter filter, CancellationToken cancellationToken) => database.QueryAsync<RecentCall>(
        """
        SELECT * FROM recent_call
        WHERE (CAST(@Operation AS TEXT) IS NULL OR lower(operation) = lower(@Operation))
          AND (CAST(@LoginName AS TEXT) IS NULL OR lower(login_name) = lower(@LoginName))
          AND (CAST(@Door AS TEXT) IS NULL OR door = @Door)
          AND (CAST(@Address AS TEXT) IS NULL OR address = @Address)
          AND (CAST(@Error AS TEXT) IS NULL OR lower(error) = lower(@Error))
          AND (CAST(@Pattern AS TEXT) IS NULL OR lower(reason) LIKE @Pattern ESCAPE '\')
          AND microseconds >= @AtLeast
          AND (@OnlyErrors = FALSE OR error IS NOT NULL)
          AND (CAST(@Since AS BIGINT) IS NULL OR called_at >= @Since)
          AND (CAST(@Before AS BIGINT) IS NULL OR call_id < @Before)
        ORDER BY call_id DESC LIMIT @Limit
        """,
        new
        {
            filter.Operation,
            filter.LoginName,
            filter.Door,
            filter.Address,
            filter.Error,
            filter.Pattern,
            filter.AtLeast,
            filter.OnlyErrors,
            filter.Since,
            filter.Before,
            filter.Limit,
        },
        cancellationToken);

    /// <summary>How often each operation was called since the beginning of the five minutes that the time is in; the most called first. Of more
    /// than <see cref="MaxCountAge"/> nothing is known.</summary>
    public Task<IReadOnlyList<OperationCount>> CountAsync(DateTimeOffset since, CancellationToken cancellationToken) => database.QueryAsync<OperationCount>(
        """
        SELECT operation, CAST(SUM(calls) AS BIGINT) AS calls, CAST(SUM(CASE WHEN error = '' THEN 0 ELSE calls END) AS BIGINT) AS errors,
               CAST(SUM(unlisted) AS BIGINT) AS unlisted, CAST(SUM(microseconds) AS BIGINT) AS microseconds
        FROM call_count WHERE began_at > @since GROUP BY operation ORDER BY calls DESC, operation
        """,
        new { since = since - CallCollector.Period }, cancellationToken);

    /// <summary>How many calls there were in each period of five minutes, from the one that the time is in; a period without calls is left
    /// out.</summary>
    public Task<IReadOnlyList<PeriodCount>> CountByTimeAsync(DateTimeOffset since, CancellationToken cancellationToken) => database.QueryAsync<PeriodCount>(
        """
        SELECT began_at, CAST(SUM(calls) AS BIGINT) AS calls, CAST(SUM(CASE WHEN error = '' THEN 0 ELSE calls END) AS BIGINT) AS errors
        FROM call_count WHERE began_at > @since GROUP BY began_at ORDER BY began_at
        """,
        new { since = since - CallCollector.Period }, cancellationToken);

    /// <summary>Deletes what is too old. Numbers from the future were stored by a clock that was ahead.</summary>
    public Task ForgetAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            var now = time.GetUtcNow();
            await transaction.ExecuteAsync(
                "DELETE FROM call_count WHERE began_at < @oldest OR began_at > @latest", new { oldest = now - MaxCountAge, latest = now + CallCollector.Period }, token);
            return await transaction.ExecuteAsync(
                "DELETE FROM recent_call WHERE called_at < @oldest OR called_at > @latest", new { oldest = now - MaxAge, latest = now + CallCollector.Period }, token);
        },
        cancellationToken);

    /// <summary>How many calls of a kind are listed.</summary>
    internal static int MostOf(CallKind kind) => kind == CallKind.Nobody ? 1000 : 5000;

    /// <summary>Stores the calls and drops those that are too many now, in one transaction.</summary>
    internal Task AddAsync(CallBatch batch, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            await AddCallsAsync(transaction, batch.Calls, token);
            await AddCountsAsync(transaction, batch.Counts, token);
            foreach (var kind in Enum.GetValues<CallKind>())
            {
                await transaction.ExecuteAsync(
                    """
                    DELETE FROM recent_call WHERE kind = @kind
                    AND call_id <= (SELECT call_id FROM recent_call WHERE kind = @kind ORDER BY call_id DESC LIMIT 1 OFFSET @most)
                    """,
                    new { kind, most = MostOf(kind) }, token);
            }

            return true;
        },
        cancellationToken);

    private static async Task AddCallsAsync(DbTransaction transaction, IEnumerable<RecentCall> calls, CancellationToken cancellationToken)
    {
        await using var insert = new PreparedStatement(
            transaction,
            """
            INSERT INTO recent_call (kind, called_at, door, operation, login_name, associate_id, tenant, address, microseconds, error, reason)
            VALUES (@kind, @calledAt, @door, @operation, @loginName, @associateId, @tenant, @address, @microseconds, @error, @reason)
            """,
            "kind", "calledAt", "door", "operation", "loginName", "associateId", "tenant", "address", "microseconds", "error", "reason");
        foreach (var call in calls)
        {
            await insert.ExecuteAsync(
                cancellationToken, (long)call.Kind, call.CalledAt.ToUnixTimeMilliseconds(), call.Door, call.Operation, call.LoginName, (long?)call.AssociateId,
                call.Tenant, call.Address, call.Microseconds, call.Error, call.Reason);
        }
    }

    private static async Task AddCountsAsync(DbTransaction transaction, IEnumerable<CallCount> counts, CancellationToken cancellationToken)
    {
        await using var add = new PreparedStatement(
            transaction,
            """
            INSERT INTO call_count (began_at, operation, error, calls, unlisted, microseconds)
            VALUES (@beganAt, @operation, @error, @calls, @unlisted, @microseconds)
            ON CONFLICT (began_at, operation, error) DO UPDATE SET calls = call_count.calls + excluded.calls,
                unlisted = call_count.unlisted + excluded.unlisted, microseconds = call_count.microseconds + excluded.microseconds
            """,
            "beganAt", "operation", "error", "calls", "unlisted", "microseconds");
        foreach (var (beganAt, operation, error, tally) in counts)
        {
            await add.ExecuteAsync(cancellationToken, beganAt.ToUnixTimeMilliseconds(), operation, error, tally.Calls, tally.Unlisted, tally.Microseconds);
        }
    }
}
