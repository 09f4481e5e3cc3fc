using System.Data.Common;
using Dapper;

namespace Services83.EMail.Storage;

/// <summary>Dapper on a connection for reading, for several statements on one connection, and for rows that are streamed.</summary>
internal static class ConnectionExtensions
{
    public static async Task<IReadOnlyList<T>> QueryAsync<T>(
        this DbConnection connection, string sql, object arguments, CancellationToken cancellationToken) =>
        [.. await connection.QueryAsync<T>(new CommandDefinition(SqlText.For(connection, sql), arguments, cancellationToken: cancellationToken))];

    public static Task<T?> FirstOrDefaultAsync<T>(
        this DbConnection connection, string sql, object arguments, CancellationToken cancellationToken) =>
        connection.QueryFirstOrDefaultAsync<T>(new CommandDefinition(SqlText.For(connection, sql), arguments, cancellationToken: cancellationToken));
}
