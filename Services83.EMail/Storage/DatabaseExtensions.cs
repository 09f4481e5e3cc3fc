namespace Services83.EMail.Storage;

/// <summary>One-statement reads and writes, the common case.</summary>
internal static class DatabaseExtensions
{
    public static Task<IReadOnlyList<T>> QueryAsync<T>(
        this IDatabase database, string sql, object arguments, CancellationToken cancellationToken) =>
        database.ReadAsync((connection, token) => connection.QueryAsync<T>(sql, arguments, token), cancellationToken);

    public static Task<T?> FirstOrDefaultAsync<T>(
        this IDatabase database, string sql, object arguments, CancellationToken cancellationToken) =>
        database.ReadAsync((connection, token) => connection.FirstOrDefaultAsync<T>(sql, arguments, token), cancellationToken);

    /// <summary>Runs one statement in its own write transaction; returns the number of changed rows.</summary>
    public static Task<int> ExecuteAsync(this IDatabase database, string sql, object arguments, CancellationToken cancellationToken) =>
        database.WriteAsync((transaction, token) => transaction.ExecuteAsync(sql, arguments, token), cancellationToken);
}
