using System.Data.Common;

namespace Services83.EMail.Storage;

/// <summary>
/// A query that runs at nearly every call. It reads columns by their places: to find out how an object is made of a row takes Dapper longer
/// than the database needs to find the row by its key.
/// </summary>
/// <param name="sql">As for Dapper.</param>
/// <param name="read">Makes an object of the current row.</param>
/// <param name="parameters">The names of its parameters, such as <c>@id</c>.</param>
internal sealed class RowQuery<T>(string sql, Func<DbDataReader, T> read, params string[] parameters)
{
    /// <summary>Runs it with the values in the order of the parameters.</summary>
    public Task<IReadOnlyList<T>> RunAsync(IDatabase database, CancellationToken cancellationToken, params object[] values) =>
        database.ReadAsync(
            async (connection, token) =>
            {
                await using var statement = new PreparedStatement(connection, sql, parameters);
                return await statement.RowsAsync(read, token, values);
            },
            cancellationToken);

    /// <summary>As the other one, within a transaction.</summary>
    public async Task<IReadOnlyList<T>> RunAsync(DbTransaction transaction, CancellationToken cancellationToken, params object[] values)
    {
        await using var statement = new PreparedStatement(transaction, sql, parameters);
        return await statement.RowsAsync(read, cancellationToken, values);
    }
}
