namespace Services83.EMail.Storage;

/// <summary>A background task that fails.</summary>
public sealed class LoopTrouble
{
    /// <summary>What an operator calls the task.</summary>
    public string Name { get; init; } = "";

    public string Reason { get; init; } = "";

    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; }

    /// <summary>When the first of them was.</summary>
    public DateTimeOffset Since { get; init; }

    public DateTimeOffset RetryAt { get; init; }
}

/// <summary>The background tasks that fail, for whoever asks from another process than theirs.</summary>
public sealed class LoopTroubleStore(IDatabase database)
{
    public Task SetAsync(LoopTrouble trouble, CancellationToken cancellationToken) => database.ExecuteAsync(
        """
        INSERT INTO background_trouble (name, reason, failures, since, retry_at) VALUES (@Name, @Reason, @Failures, @Since, @RetryAt)
        ON CONFLICT (name) DO UPDATE
        SET reason = excluded.reason, failures = excluded.failures, since = excluded.since, retry_at = excluded.retry_at
        """,
        trouble, cancellationToken);

    /// <summary>The task works. Writes only when there is something to forget.</summary>
    public async Task ClearAsync(string name, CancellationToken cancellationToken)
    {
        if (await database.FirstOrDefaultAsync<string>("SELECT name FROM background_trouble WHERE name = @name", new { name }, cancellationToken) is not null)
        {
            await database.ExecuteAsync("DELETE FROM background_trouble WHERE name = @name", new { name }, cancellationToken);
        }
    }

    /// <summary>What fails, by name.</summary>
    public Task<IReadOnlyList<LoopTrouble>> ListAsync(CancellationToken cancellationToken) => database.QueryAsync<LoopTrouble>(
        "SELECT name, reason, failures, since, retry_at FROM background_trouble ORDER BY name", new { }, cancellationToken);
}
