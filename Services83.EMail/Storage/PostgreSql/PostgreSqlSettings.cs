using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Services83.EMail.Storage.PostgreSql;

/// <summary>What <see cref="StorageOptions.ConnectionString"/> says, with what the program adds to it. It holds a password, so no message repeats it.</summary>
internal sealed class PostgreSqlSettings : IValidateOptions<StorageOptions>
{
    private const int ReadingConnections = 30;
    private const int WritingConnections = 20;
    private const int ScheduleConnections = 10;
    private const int PreparedStatements = 100;
    private const string Pool = "Maximum Pool Size";

    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        if (options.Provider != StorageProvider.PostgreSql)
        {
            return ValidateOptionsResult.Success;
        }

        try
        {
            Read(options.ConnectionString);
            return ValidateOptionsResult.Success;
        }
        catch (StorageException exception)
        {
            return ValidateOptionsResult.Fail(exception.Message);
        }
    }

    /// <exception cref="StorageException">It is none.</exception>
    public static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString)
            {
                ApplicationName = "Services83.EMail",
                // Details of errors hold the rows.
                IncludeErrorDetail = false,
                PersistSecurityInfo = false,
                MaxAutoPrepare = PreparedStatements,
            };
            return settings is { Host.Length: > 0, Database.Length: > 0 } ? settings : throw new StorageException(
                "Storage:ConnectionString must name at least the Host and the Database, as Storage:Provider is PostgreSql.", isTransient: false);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException or OverflowException)
        {
            // Without what the exception says, which may hold the password.
            throw new StorageException(
                "Storage:ConnectionString cannot be read. It looks like Host=db.example.com;Database=email;Username=email;Password=…", isTransient: false);
        }
    }

    /// <summary>Which database, for operators.</summary>
    public static string NameOf(NpgsqlConnectionStringBuilder settings) => $"{settings.Database} on {settings.Host}";

    public static string ForReading(NpgsqlConnectionStringBuilder settings) => With(settings, ReadingConnections, "-c default_transaction_read_only=on");

    /// <param name="lockPatience">Longest wait for what another transaction has locked.</param>
    public static string ForWriting(NpgsqlConnectionStringBuilder settings, TimeSpan lockPatience) => With(
        settings, WritingConnections,
        string.Create(CultureInfo.InvariantCulture, $"-c synchronous_commit=on -c lock_timeout={(long)lockPatience.TotalMilliseconds}"));

    /// <summary>For the tables of Quartz. One lock guards them all, so more connections would only wait.</summary>
    /// <exception cref="StorageException">It is none.</exception>
    public static string ForSchedule(string connectionString) => With(Read(connectionString), ScheduleConnections, "");

    /// <summary>For a session that ends, and lets go of its locks, when its connection is disposed of.</summary>
    public static string ForSession(NpgsqlConnectionStringBuilder settings) =>
        new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false }.ConnectionString;

    private static string With(NpgsqlConnectionStringBuilder settings, int connections, string serverOptions)
    {
        var all = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        all.Options = $"{settings.Options} {serverOptions}".Trim();
        all.MaxPoolSize = settings.ContainsKey(Pool) && settings.MaxPoolSize != DefaultPoolSize ? settings.MaxPoolSize : connections;
        return all.ConnectionString;
    }

    private static int DefaultPoolSize { get; } = new NpgsqlConnectionStringBuilder().MaxPoolSize;
}
