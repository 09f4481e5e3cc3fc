using Npgsql;

namespace Services83.EMail.Storage.PostgreSql;

/// <summary>PostgreSQL's errors in the words of an operator: which database, and what to do. Never with what was to be stored.</summary>
internal static class PostgreSqlErrors
{
    /// <summary>A migration of another node changed what a prepared statement returns; Npgsql prepares it again.</summary>
    private const string StalePlan = "0A000";

    /// <summary>Whether another transaction was in the way; nothing has remained of the work.</summary>
    public static bool IsConflict(NpgsqlException error) =>
        error.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    /// <summary>
    /// Whether a row was to be stored twice, or beside one that is not there. Another transaction may have stored or deleted that one since this
    /// one looked, which is not always told as a conflict.
    /// </summary>
    public static bool IsBrokenRule(NpgsqlException error) =>
        error.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation;

    /// <summary>
    /// Whether the same work may succeed now: another transaction was in its way, or the line was left over from before the server was
    /// restarted. Nothing of it has remained.
    /// </summary>
    /// <param name="attempt">From 1; of broken lines all go with the first one that is noticed.</param>
    public static bool MayBeRepeated(NpgsqlException error, int attempt) =>
        IsConflict(error) || IsBrokenRule(error) || error.SqlState == StalePlan || (attempt == 1 && (error is PostgresException refusal ? IsShutdown(refusal) : error.IsTransient));

    public static StorageException Translate(NpgsqlException error, string name)
    {
        var (message, transient) = error is PostgresException refusal ? Meaning(refusal) : ("cannot be reached. Check Storage:ConnectionString, the network and the server", true);
        var code = error.SqlState is { } state ? $" (SQLSTATE {state})" : "";
        return new StorageException($"Database {name} {message}.{code}", transient, HoldsData(error) ? null : error) { Summary = $"The database {message}.{code}" };
    }

    /// <summary>The line broke between the commit and its answer.</summary>
    public static StorageException Uncertain(NpgsqlException error, string name)
    {
        const string Message = "did not answer whether it has stored the work";
        return new StorageException($"Database {name} {Message}.", isTransient: true, error) { Summary = $"The database {Message}." };
    }

    private static (string Message, bool Transient) Meaning(PostgresException refusal) => refusal.SqlState switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected =>
            ("is too busy with the same rows", true),
        PostgresErrorCodes.LockNotAvailable =>
            ("is locked by somebody else. Find out who; raise Storage:LockPatience when it is meant to last", true),
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            ("refused the login. Check the user name and the password in Storage:ConnectionString", false),
        PostgresErrorCodes.InvalidCatalogName =>
            ("does not exist. Create it, or check Storage:ConnectionString", false),
        PostgresErrorCodes.InsufficientPrivilege =>
            ("refused the work: its user has not the rights for it. The user needs to own the tables", false),
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            ("cannot be written to: it is a standby, or was made read-only", true),
        PostgresErrorCodes.DiskFull =>
            ("cannot grow: the disk is full. Free some space; nothing was written", true),
        PostgresErrorCodes.TooManyConnections =>
            ("takes no more connections. Raise its max_connections, or lower Maximum Pool Size in Storage:ConnectionString", true),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted =>
            ("is damaged. Stop the service and restore the latest backup", false),
        _ when IsShutdown(refusal) => ("is shutting down or starting", true),
        // The constraint and the table, never the row.
        _ when refusal.ConstraintName is { } constraint => ($"refused the work: it breaks the rule {constraint}", false),
        _ when HoldsData(refusal) => ("refused a value", false),
        _ => ($"refused the work: {refusal.MessageText}", refusal.IsTransient),
    };

    /// <summary>Of data that cannot be used (class 22) the message quotes it.</summary>
    private static bool HoldsData(NpgsqlException error) => error.SqlState?.StartsWith("22", StringComparison.Ordinal) == true;

    private static bool IsShutdown(PostgresException refusal) =>
        refusal.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow;
}
