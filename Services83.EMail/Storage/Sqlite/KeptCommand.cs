using System.Data;
using Microsoft.Data.Sqlite;

namespace Services83.EMail.Storage.Sqlite;

/// <summary>A command that runs the statement which its connection has compiled for the same text before, if there is one.</summary>
internal sealed class KeptCommand(KeptConnection connection) : SqliteCommand
{
    /// <summary>A compiled statement holds its last values until it gets others, so it is not kept after long ones.</summary>
    private const int LongestValue = 16 * 1024;

    private SqliteCommand? _compiled;

    public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
    {
        var sql = ListStatement.Prepare(CommandText, Parameters);
        if (_compiled?.CommandText != sql)
        {
            Release();
            _compiled = connection.Take(sql);
        }

        _compiled.Transaction = Transaction;
        _compiled.CommandTimeout = CommandTimeout;
        _compiled.Parameters.Clear();
        foreach (SqliteParameter parameter in Parameters)
        {
            _compiled.Parameters.Add(parameter);
        }

        return _compiled.ExecuteReader(behavior);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Release();
        }

        base.Dispose(disposing);
    }

    private void Release()
    {
        if (_compiled is { } compiled)
        {
            _compiled = null;
            connection.Keep(compiled, isKept: compiled.Parameters.Cast<SqliteParameter>().All(IsShort));
        }
    }

    private static bool IsShort(SqliteParameter parameter) => parameter.Value switch
    {
        string text => text.Length <= LongestValue,
        byte[] octets => octets.Length <= LongestValue,
        _ => true,
    };
}
