namespace Services83.EMail.Storage;

/// <summary>One-statement reads and writes, the common case.</summary>
internal static class DatabaseExtensions
{
    /// <summary>Well below the number of parameters that a statement may have.</summary>
    public const int KeysPerStatement = 1000;

    public static Task<IReadOnlyList<T>> QueryAsync<T>(
        this IDatabase database, string sql, object arguments, CancellationToken cancellationToken) =>
        database.ReadAsync((connection, token) => connection.QueryAsync<T>(sql, arguments, token), cancellationToken);

    /// <summary>Runs the statement for a thousand of the keys at a time, each key once; returns the rows of all of them.</summary>
    /// <param name="arguments">The arguments that hold the given keys.</param>
    public static Task<IReadOnlyList<T>> QueryByKeysAsync<TKey, T>(
        this IDatabase database, string sql, IEnumerable<TKey> keys, Func<TKey[], object> arguments, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<T>>(
            async (connection, token) =>
            {
                var rows = new List<T>();
                foreach (var chunk in keys.Distinct().Chunk(KeysPerStatement))
                {
                    rows.AddRange(await connection.QueryAsync<T>(sql, arguments(chunk), token));
                }

                return rows;
            },
            cancellationToken);

    public static Task<T?> FirstOrDefaultAsync<T>(
        this IDatabase database, string sql, object arguments, CancellationToken cancellationToken) =>
        database.ReadAsync((connection, token) => connection.FirstOrDefaultAsync<T>(sql, arguments, token), cancellationToken);

    /// <summary>Runs one statement in its own write transaction; returns the number of changed rows.</summary>
    public static Task<int> ExecuteAsync(this IDatabase database, string sql, object arguments, CancellationToken cancellationToken) =>
        database.WriteAsync((transaction, token) => transaction.ExecuteAsync(sql, arguments, token), cancellationToken);
}
