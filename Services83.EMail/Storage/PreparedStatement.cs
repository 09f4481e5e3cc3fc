using System.Data.Common;

namespace Services83.EMail.Storage;

/// <summary>
/// A statement that is compiled once and runs for many rows of one transaction, as in a first sync, or that runs at nearly every call.
/// </summary>
internal sealed class PreparedStatement : IAsyncDisposable
{
    private readonly DbCommand _command;

    public PreparedStatement(DbTransaction transaction, string sql, params ReadOnlySpan<string> parameters)
        : this(transaction.Connection!, sql, parameters) => _command.Transaction = transaction;

    /// <summary>For reading outside a transaction.</summary>
    public PreparedStatement(DbConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = SqlText.For(connection, sql);
        foreach (var name in parameters)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = name;
            _command.Parameters.Add(parameter);
        }
    }

    /// <summary>Runs it with the values in the order of the parameters; returns the number of changed rows.</summary>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken, params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The first column of the first row; null when there is no row.</summary>
    public Task<object?> ScalarAsync(CancellationToken cancellationToken, params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>What <paramref name="read"/> makes of each row.</summary>
    public Task<IReadOnlyList<T>> RowsAsync<T>(Func<DbDataReader, T> read, CancellationToken cancellationToken, params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return ReadAllAsync(read, cancellationToken);
    }

    public ValueTask DisposeAsync() => _command.DisposeAsync();

    private async Task<IReadOnlyList<T>> ReadAllAsync<T>(Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var reader = await _command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private void Bind(ReadOnlySpan<object?> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, _command.Parameters.Count);
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = _command.Parameters[i];
            parameter.Value = values[i] switch
            {
                string text => SqlText.Storable(parameter, text),
                IReadOnlyCollection<int> list => SqlText.Storable(parameter, list),
                DateTimeOffset moment => moment.ToUnixTimeMilliseconds(),
                var value => value ?? DBNull.Value,
            };
        }
    }
}
