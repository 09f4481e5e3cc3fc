using Dapper;
using Microsoft.Data.Sqlite;

namespace Services83.EMail.Storage.Sqlite;

/// <summary>
/// Shows whether a database and its file of bodies belong together. Both hold the same random stamp, which changes with each write to the file
/// of bodies. That file is committed first, and holds the stamp before too: then the database's commit was lost, and what is new in the file
/// belongs to nothing. Any other stamp is that of a copy from another time, and nothing is deleted because of it.
/// </summary>
internal static class BodyPair
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS body (content_id INTEGER PRIMARY KEY, raw BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS pair (
            pair_id  INTEGER PRIMARY KEY CHECK (pair_id = 1),
            stamp    BLOB    NOT NULL,
            previous BLOB    NOT NULL,
            -- The lowest id of those that were written together with the stamp; null for none. Ids rise.
            new_from INTEGER
        )
        """;

    /// <summary>Makes the tables of a new file of bodies.</summary>
    public static void Create(SqliteTransaction bodies, byte[] stamp)
    {
        bodies.Connection!.Execute(Tables, transaction: bodies);
        bodies.Connection!.Execute("INSERT INTO pair (pair_id, stamp, previous) VALUES (1, @stamp, @stamp) ON CONFLICT DO NOTHING", new { stamp }, bodies);
    }

    /// <summary>The stamp of a database, and whether it has a file of bodies.</summary>
    public static (byte[] Stamp, bool IsUsed) Of(SqliteTransaction database) =>
        database.Connection!.QuerySingle<(byte[], bool)>("SELECT stamp, used FROM body_pair", transaction: database);

    /// <summary>Removes bodies whose database lost its commit.</summary>
    /// <param name="stamp">Of the database, whose lock for writing the caller has.</param>
    /// <param name="bodies">The file of bodies.</param>
    /// <returns>Whether they belong together.</returns>
    public static bool Match(byte[] stamp, SqliteTransaction bodies)
    {
        var file = bodies.Connection!;
        var (now, previous, newFrom) = file.QuerySingle<(byte[] Stamp, byte[] Previous, long? NewFrom)>("SELECT stamp, previous, new_from FROM pair", transaction: bodies);
        if (stamp.AsSpan().SequenceEqual(now))
        {
            return true;
        }

        if (!stamp.AsSpan().SequenceEqual(previous))
        {
            return false;
        }

        file.Execute("DELETE FROM body WHERE content_id >= @newFrom", new { newFrom }, bodies);
        file.Execute("UPDATE pair SET stamp = previous, new_from = NULL", transaction: bodies);
        return true;
    }

    /// <summary>Gives both a new stamp, before the file of bodies is committed and then the database.</summary>
    /// <param name="newFrom">The lowest id of the new bodies; null when there are none.</param>
    public static void Renew(SqliteTransaction database, SqliteTransaction bodies, long? newFrom)
    {
        var stamp = Guid.NewGuid().ToByteArray();
        bodies.Connection!.Execute("UPDATE pair SET previous = stamp, stamp = @stamp, new_from = @newFrom", new { stamp, newFrom }, bodies);
        database.Connection!.Execute("UPDATE body_pair SET stamp = @stamp, used = TRUE", new { stamp }, database);
    }
}
