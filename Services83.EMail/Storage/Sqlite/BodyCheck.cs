using Dapper;
using Microsoft.Data.Sqlite;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Storage.Sqlite;

/// <summary>
/// Compares each body in the file beside a database with the hash that the database has of it. Each is read alone, so a server that uses the
/// file waits for no more than one of them.
/// </summary>
internal static class BodyCheck
{
    /// <summary>Finds out what is wrong, while it is enumerated.</summary>
    /// <param name="database">A connection without <see cref="BodyView"/>.</param>
    /// <param name="file">Path of the file of bodies.</param>
    public static IEnumerable<string> Run(SqliteConnection database, string file)
    {
        var ids = Outside(database);
        if (ids.Count > 0 && !File.Exists(file))
        {
            return [$"the file of bodies '{file}' is missing; it holds {ids.Count} messages"];
        }

        if (ids.Count > 0)
        {
            database.Execute("PRAGMA busy_timeout = 10000");
            database.Execute($"ATTACH DATABASE @file AS {BodyView.Schema}", new { file });
        }

        return ids.Select(id => Problem(database, id)).OfType<string>();
    }

    /// <summary>The contents whose bodies are in the file.</summary>
    public static List<long> Outside(SqliteConnection database) =>
        database.Query<long>("SELECT content_id FROM main.content_body WHERE typeof(raw) = 'integer' ORDER BY content_id").AsList();

    private static string? Problem(SqliteConnection database, long id)
    {
        using var command = new SqliteCommand(
            $"""
             SELECT c.hash, c.size, c.complete, o.raw FROM main.content_body b JOIN main.content c USING (content_id)
             LEFT JOIN {BodyView.Schema}.body o ON o.content_id = b.content_id WHERE b.content_id = @id
             """,
            database);
        command.Parameters.AddWithValue("@id", id);
        try
        {
            var rows = SqliteFile.Rows(command, row => (
                Hash: row.GetFieldValue<byte[]>(0), Size: row.GetInt64(1), Complete: row.GetBoolean(2), Raw: row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3)));
            return rows switch
            {
                [{ Raw: null }] => $"the body of the message content {id} is missing in the file of bodies",
                [var row] when !MessageContent.HashOf(row.Raw, row.Size, row.Complete).AsSpan().SequenceEqual(row.Hash) =>
                    $"the body of the message content {id} is not as it was stored in the file of bodies",
                // It is sound, or was deleted meanwhile.
                _ => null,
            };
        }
        catch (SqliteException exception) when (!SqliteErrors.IsBusy(exception))
        {
            return $"the body of the message content {id} cannot be read in the file of bodies: {exception.Message}";
        }
    }
}
