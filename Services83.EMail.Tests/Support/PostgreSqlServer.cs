using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using Services83.EMail.Storage;
using Services83.EMail.Storage.PostgreSql;

namespace Services83.EMail.Tests.Support;

/// <summary>
/// A real PostgreSQL of this test run's own: own folder under the temporary directory, own loopback port, own password. It ends with the
/// process that started it, in whatever way that ends. Its default collation is that of a language, as an operator's may be.
/// </summary>
internal sealed class PostgreSqlServer
{
    private const string UnprivilegedUser = "nobody";
    private const int StartAttempts = 3;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    /// <summary>
    /// As <see cref="LocalProgram.LoggingGuardian"/>, but PostgreSQL does not wait for its clients (SIGINT). It writes a line for each session that
    /// a test ends; if nobody read them, all its sessions would stand still as soon as the pipe is full.
    /// </summary>
    private const string Guardian = """
        folder=$1; shift; exec 3<&0
        "$@" >"$folder/log" 2>&1 & server=$!
        { cat <&3; kill -INT $server; } >/dev/null 2>&1 &
        wait $server; cat "$folder/log" >&2; rm -rf "$folder"
        """;

    private const string Template = "migrated";

    private static readonly Lazy<PostgreSqlServer> Shared = new(Start);

    /// <summary>Copied for most tests, as migrating takes many times as long.</summary>
    private readonly Lazy<string> _template;

    private readonly string _connectionString;

    // Held so that its standard input stays open.
    private readonly Process _process;

    private PostgreSqlServer(Process process, string connectionString)
    {
        (_process, _connectionString) = (process, connectionString);
        _template = new(MakeTemplate);
    }

    /// <summary>The folder with its programs; null when none is installed.</summary>
    public static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "initdb"))).OrderDescending(StringComparer.Ordinal).FirstOrDefault()
        : null;

    /// <summary>How to reach the database of that name, which is made when there is none.</summary>
    /// <param name="migrated">Whether it is made with the tables of the program, or empty.</param>
    public static string ConnectionStringFor(string database, bool migrated)
    {
        Requires.PostgreSql();
        var server = Shared.Value;
        server.Create(database, migrated ? server._template.Value : "template1");
        return server.For(database);
    }

    /// <summary>Ends the connections to a database and drops it.</summary>
    public static void Drop(string database) => Shared.Value.Execute($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");

    /// <summary>Ends sessions of a database, as when the network fails or the server is restarted; how many there were.</summary>
    /// <param name="connectionString">From <see cref="ConnectionStringFor"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the sessions to end.</param>
    /// <param name="which">A condition on the rows of pg_stat_activity.</param>
    public static async Task<int> EndSessionsAsync(string connectionString, CancellationToken cancellationToken, string which = "TRUE")
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=False");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            $"SELECT count(pg_terminate_backend(pid, 5000))::int FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND ({which})",
            connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Kills a process of the server, after which it ends all sessions of all databases and recovers from its log.</summary>
    public static void Crash(string connectionString)
    {
        using var connection = new NpgsqlConnection($"{connectionString};Pooling=False");
        connection.Open();
        using var process = Process.GetProcessById(connection.ProcessID);
        process.Kill();
    }

    private string For(string database) => new NpgsqlConnectionStringBuilder(_connectionString) { Database = database, Pooling = true }.ConnectionString;

    private string MakeTemplate()
    {
        Create(Template, "template1");
        var options = new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = For(Template) };
        using var database = new PostgreSqlDatabase(Microsoft.Extensions.Options.Options.Create(options), TimeProvider.System);
        database.MigrateAsync(CancellationToken.None).GetAwaiter().GetResult();
        return Template;
    }

    private void Create(string database, string template)
    {
        try
        {
            Execute($"CREATE DATABASE {database} TEMPLATE {template}");
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // It is there.
        }
    }

    private void Execute(string sql)
    {
        ObjectDisposedException.ThrowIf(_process.HasExited, this);
        using var connection = new NpgsqlConnection(_connectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static PostgreSqlServer Start()
    {
        for (var attempt = 1; ; attempt++)
        {
            var (process, connectionString) = Launch();
            if (Answers(process, connectionString))
            {
                return new(process, connectionString);
            }

            // Perhaps somebody was quicker to take the port.
            var said = process.StandardError.ReadToEnd();
            process.Dispose();
            if (attempt == StartAttempts)
            {
                throw new InvalidOperationException($"PostgreSQL did not start: {said}");
            }
        }
    }

    private static (Process Process, string ConnectionString) Launch()
    {
        var folder = Directory.CreateTempSubdirectory("postgresql-").FullName;
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var passwordFile = Path.Combine(folder, "password");
        File.WriteAllText(passwordFile, password);
        var user = Environment.IsPrivilegedProcess ? UnprivilegedUser : Environment.UserName;
        var group = Run("id", "-gn", user).Trim();
        string[] asUser = Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={user}", $"--regid={group}", "--clear-groups"] : ["env"];
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "-R", $"{user}:{group}", folder);
        }

        var data = Path.Combine(folder, "data");
        Run([
            .. asUser, Path.Combine(Programs!, "initdb"), "-D", data, "-U", "email", "--auth=scram-sha-256", $"--pwfile={passwordFile}", "--no-sync",
            "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en",
        ]);
        var port = LocalProgram.FreePorts(1)[0].ToString(CultureInfo.InvariantCulture);
        var process = LocalProgram.StartGuarded(
            Guardian, folder, user, group, Path.Combine(Programs!, "postgres"), "-D", data, "-p", port, "-k", folder, "-c", "listen_addresses=127.0.0.1",
            "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=500", "-c", "log_min_messages=fatal");
        return (process, $"Host=127.0.0.1;Port={port};Username=email;Password={password};Database=postgres;Pooling=false");
    }

    private static bool Answers(Process process, string connectionString)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < StartTimeout && !process.WaitForExit(50);)
        {
            try
            {
                using var connection = new NpgsqlConnection(connectionString);
                connection.Open();
                return true;
            }
            catch (NpgsqlException)
            {
                // Not yet.
            }
        }

        return false;
    }

    private static string Run(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Of a folder that the other user may look into.
            WorkingDirectory = "/",
        })!;
        var said = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{command[0]} failed: {said.GetAwaiter().GetResult()}");
    }
}
