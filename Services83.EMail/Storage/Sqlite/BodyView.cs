using Dapper;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Services83.EMail.Storage.Sqlite;

/// <summary>Lets a connection read the bodies of both places in the table <c>content_body</c>.</summary>
internal static class BodyView
{
    /// <summary>The name of the file of bodies in the SQL of a reading connection.</summary>
    public const string Schema = "bodies";

    private const string Function = "missing_body";

    /// <summary>Attaches the file of bodies, if there is one. A body that is not in it is an error, never an empty message.</summary>
    /// <param name="connection">Of the database.</param>
    /// <param name="file">Path of the file of bodies.</param>
    public static void Attach(SqliteConnection connection, string file)
    {
        var outside = $"{Function}(b.content_id)";
        connection.CreateFunction<long, byte[]>(Function, Missing);
        if (File.Exists(file))
        {
            AttachFile(connection, file);
            outside = $"COALESCE((SELECT o.raw FROM {Schema}.body o WHERE o.content_id = b.content_id), {outside})";
        }

        connection.Execute(
            $"""
             CREATE TEMP VIEW content_body AS
             SELECT b.content_id, CASE typeof(b.raw) WHEN 'integer' THEN {outside} ELSE b.raw END AS raw FROM main.content_body b
             """);
    }

    private static void AttachFile(SqliteConnection connection, string file)
    {
        try
        {
            connection.Execute($"ATTACH DATABASE @file AS {Schema}", new { file });
        }
        catch (SqliteException exception) when (!SqliteErrors.IsBusy(exception))
        {
            throw SqliteErrors.Translate(exception, file);
        }
    }

    /// <summary>Whether a body is missing: it was deleted in this moment, the file is newer than the connection, or it is lost.</summary>
    public static bool IsMissing(SqliteException exception) => exception.SqliteErrorCode == SQLITE_NOTFOUND;

    private static byte[] Missing(long contentId) => throw new SqliteException($"The body {contentId} is missing.", SQLITE_NOTFOUND);
}
