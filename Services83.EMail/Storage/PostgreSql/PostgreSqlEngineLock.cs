using Npgsql;

namespace Services83.EMail.Storage.PostgreSql;

/// <summary>An advisory lock of a session of its own. The server lets go of it when the session ends, however it ends.</summary>
internal sealed class PostgreSqlEngineLock(string connectionString, string name) : IEngineLock
{
    /// <summary>In both directions, so that it is noticed within seconds on either side when the other is gone.</summary>
    private const int Seconds = 5;

    // "S83engin" in ASCII.
    private const long Key = 0x533833656E67696E;

    private NpgsqlConnection? _session;

    public string Name => name;

    /// <summary>Null when another process holds it.</summary>
    /// <exception cref="StorageException">The database cannot be reached.</exception>
    public static PostgreSqlEngineLock? TryTake(StorageOptions options)
    {
        var settings = PostgreSqlSettings.Read(options.ConnectionString);
        settings.Pooling = false;
        settings.Timeout = Seconds;
        settings.CommandTimeout = Seconds;
        settings.KeepAlive = Seconds;
        settings.Options = $"{settings.Options} -c tcp_keepalives_idle={Seconds} -c tcp_keepalives_interval={Seconds} -c tcp_keepalives_count=2".Trim();
        var taken = new PostgreSqlEngineLock(settings.ConnectionString, PostgreSqlSettings.NameOf(settings));
        return taken.TryOpen() ? taken : null;
    }

    public LockState Look()
    {
        try
        {
            if (_session is not null && Ask(_session, "SELECT TRUE"))
            {
                return LockState.Held;
            }
        }
        catch (NpgsqlException)
        {
            // The session is broken, and with it the lock.
        }

        Dispose();
        return TryOpen() ? LockState.TakenAgain : LockState.Lost;
    }

    public void Dispose()
    {
        _session?.Dispose();
        _session = null;
    }

    private bool TryOpen()
    {
        var session = new NpgsqlConnection(connectionString);
        try
        {
            session.Open();
            if (Ask(session, $"SELECT pg_try_advisory_lock({Key})"))
            {
                _session = session;
                return true;
            }

            session.Dispose();
            return false;
        }
        catch (NpgsqlException exception)
        {
            session.Dispose();
            throw PostgreSqlErrors.Translate(exception, Name);
        }
    }

    private static bool Ask(NpgsqlConnection session, string sql)
    {
        using var command = new NpgsqlCommand(sql, session);
        return command.ExecuteScalar() is true;
    }
}
