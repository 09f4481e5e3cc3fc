namespace Services83.EMail.Storage;

/// <summary>A background task that fails.</summary>
public sealed class LoopTrouble
{
    /// <summary>The name of the task for operators.</summary>
    public string Name { get; init; } = "";

    public string Reason { get; init; } = "";

    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; }

    /// <summary>Time of the first of them.</summary>
    public DateTimeOffset Since { get; init; }

    public DateTimeOffset RetryAt { get; init; }
}

/// <summary>The background tasks that fail, for other processes.</summary>
public sealed class LoopTroubleStore(IDatabase database)
{
    public Task SetAsync(LoopTrouble trouble, CancellationToken cancellationToken) => database.ExecuteAsync(
        """
        INSERT INTO background_trouble (name, reason, failures, since, retry_at) VALUES (@Name, @Reason, @Failures, @Since, @RetryAt)
        ON CONFLICT (name) DO UPDATE
        SET reason = excluded.reason, failures = excluded.failures, since = excluded.since, retry_at = excluded.retry_at
        """,
        trouble, cancellationToken);

    /// <summary>Stores that the task works. Writes only when there is a row to delete.</summary>
    public async Task ClearAsync(string name, CancellationToken cancellationToken)
    {
        if (await database.FirstOrDefaultAsync<string>("SELECT name FROM background_trouble WHERE name = @name", new { name }, cancellationToken) is not null)
        {
            await database.ExecuteAsync("DELETE FROM background_trouble WHERE name = @name", new { name }, cancellationToken);
        }
    }

    /// <summary>The failing tasks, by name.</summary>
    public Task<IReadOnlyList<LoopTrouble>> ListAsync(CancellationToken cancellationToken) => database.QueryAsync<LoopTrouble>(
        "SELECT name, reason, failures, since, retry_at FROM background_trouble ORDER BY name", new { }, cancellationToken);
}
