using System.Data.Common;
using Dapper;

namespace Services83.EMail.Storage;

/// <summary>Dapper on a transaction, so that no statement of a unit of work can run outside it.</summary>
internal static class TransactionExtensions
{
    public static Task<int> ExecuteAsync(this DbTransaction transaction, string sql, object arguments, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(SqlText.For(transaction.Connection, sql), arguments, transaction, cancellationToken: cancellationToken));

    /// <summary>Runs the statement once for each element of <paramref name="arguments"/>.</summary>
    public static Task<int> ExecuteManyAsync<T>(
        this DbTransaction transaction, string sql, IEnumerable<T> arguments, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(sql, arguments, cancellationToken);

    public static async Task<IReadOnlyList<T>> QueryAsync<T>(
        this DbTransaction transaction, string sql, object arguments, CancellationToken cancellationToken) =>
        [.. await transaction.Connection!.QueryAsync<T>(
            new CommandDefinition(SqlText.For(transaction.Connection, sql), arguments, transaction, cancellationToken: cancellationToken))];

    /// <summary>The single row of a statement that always returns one, such as a count or an inserted row.</summary>
    public static Task<T> SingleAsync<T>(this DbTransaction transaction, string sql, object arguments, CancellationToken cancellationToken) =>
        transaction.Connection!.QuerySingleAsync<T>(new CommandDefinition(SqlText.For(transaction.Connection, sql), arguments, transaction, cancellationToken: cancellationToken));
}
