using Microsoft.Data.Sqlite;

namespace Services83.EMail.Storage.Sqlite;

/// <summary>
/// A connection that goes back to its pool when it is disposed of, and keeps its statements compiled: compiling one takes longer than
/// running it.
/// </summary>
internal sealed class KeptConnection(ConnectionPool pool, string connectionString) : SqliteConnection(connectionString)
{
    /// <summary>More than the program has. Statements beyond it are compiled each time.</summary>
    private const int MaxStatements = 500;

    private readonly Dictionary<string, SqliteCommand> _compiled = new(StringComparer.Ordinal);
    private int _inUse;
    private bool _isLent;

    public override SqliteCommand CreateCommand() =>
        new KeptCommand(this) { Connection = this, CommandTimeout = DefaultTimeout, Transaction = Transaction };

    /// <summary>Takes a compiled statement, or makes one that is compiled when it runs.</summary>
    internal SqliteCommand Take(string sql)
    {
        _inUse++;
        return _compiled.Remove(sql, out var command) ? command : new SqliteCommand(sql, this);
    }

    internal void Keep(SqliteCommand command, bool isKept)
    {
        _inUse--;
        command.Parameters.Clear();
        // A script is compiled statement by statement, while it runs.
        if (!isKept || _compiled.Count >= MaxStatements || command.CommandText.AsSpan().TrimEnd(';').Contains(';') || !_compiled.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }

    internal void Lend() => _isLent = true;

    protected override void Dispose(bool disposing)
    {
        if (disposing && _isLent)
        {
            _isLent = false;
            if (_inUse == 0 && Transaction is null && pool.TakeBack(this))
            {
                return;
            }
        }

        base.Dispose(disposing);
    }
}
