using Microsoft.Data.Sqlite;

namespace Services83.EMail.Storage.Sqlite;

/// <summary>
/// A connection that goes back to its pool when it is disposed of, and keeps its statements compiled: compiling one takes longer than
/// running it.
/// </summary>
/// <param name="age">How many times the pool had been renewed when it was opened.</param>
internal sealed class KeptConnection(ConnectionPool pool, string connectionString, int age) : SqliteConnection(connectionString), IKeepsBodies
{
    /// <summary>More than the program has. Statements beyond it are compiled each time.</summary>
    private const int MaxStatements = 500;

    private readonly Dictionary<string, SqliteCommand> _compiled = new(StringComparer.Ordinal);
    private int _inUse;
    private bool _isLent;

    public int Age { get; } = age;

    /// <summary>The long bodies of the transaction, in the order in which they came.</summary>
    public List<NewBody> NewBodies { get; } = [];

    /// <summary>Whether contents may have been deleted in the transaction.</summary>
    public bool MayHaveDeleted { get; private set; }

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

    public async Task<bool> KeepAsync(int contentId, byte[] raw, CancellationToken cancellationToken)
    {
        if (raw.Length < BodyFile.LongBody)
        {
            return false;
        }

        await using var command = CreateCommand();
        command.CommandText = "INSERT INTO content_body (content_id, raw) VALUES (@contentId, @length)";
        command.Parameters.AddWithValue("@contentId", contentId);
        command.Parameters.AddWithValue("@length", raw.Length);
        await command.ExecuteNonQueryAsync(cancellationToken);
        NewBodies.Add(new NewBody(contentId, raw));
        return true;
    }

    public void NoteDeletion() => MayHaveDeleted = true;

    protected override void Dispose(bool disposing)
    {
        if (disposing && _isLent)
        {
            _isLent = false;
            NewBodies.Clear();
            MayHaveDeleted = false;
            if (_inUse == 0 && Transaction is null && pool.TakeBack(this))
            {
                return;
            }
        }

        base.Dispose(disposing);
    }
}
