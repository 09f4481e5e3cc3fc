using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Services83.EMail.Benchmarks.Requests;

/// <summary>The program itself, with a database of its own and one administrator, who has a ticket.</summary>
internal sealed class ServedProgram : IDisposable
{
    public const string Login = "admin";
    public const string Password = "password-of-admin";

    /// <summary>The program of this build, unless another version or a published one is to be measured.</summary>
    public static readonly string Assembly = Environment.GetEnvironmentVariable("SERVICES83_PROGRAM") ?? typeof(IEMailAgent).Assembly.Location;

    private readonly string _folder = Directory.CreateTempSubdirectory("services83-benchmark-").FullName;
    private readonly string[] _settings;
    private Process? _process;

    private ServedProgram(string version, string[] settings) =>
        (Version, _settings) = (version, [.. settings, $"--Storage:DataFolder={Path.Combine(_folder, "data")}", "--Logging:LogLevel:Services83.EMail=Error"]);

    /// <summary>The path of its assembly.</summary>
    public string Version { get; }

    public Uri Address { get; private set; } = null!;

    public string Ticket { get; private set; } = "";

    /// <summary>Time from the start of the process to its first reply, the page of the service.</summary>
    public TimeSpan Start { get; private set; }

    /// <summary>Its processor time until then.</summary>
    public TimeSpan StartCpuTime { get; private set; }

    public string DatabaseFile => Path.Combine(_folder, "data", "email.db");

    /// <summary>Processor time so far, kernel included.</summary>
    public TimeSpan CpuTime => ProcessClock.Of(_process!);

    /// <summary>Bytes of memory that the process holds now.</summary>
    public long Resident => Fresh.WorkingSet64;

    /// <summary>The memory of its process.</summary>
    public ProcessMemory Memory => new(_process!.Id);

    private Process Fresh
    {
        get
        {
            _process!.Refresh();
            return _process;
        }
    }

    /// <param name="settings">As on the command line.</param>
    public static Task<ServedProgram> CreateAsync(params string[] settings) => OfAsync(Assembly, settings);

    /// <param name="assembly">The version to run.</param>
    /// <param name="settings">As on the command line.</param>
    public static async Task<ServedProgram> OfAsync(string assembly, params string[] settings)
    {
        var program = new ServedProgram(assembly, settings);
        await program.RunAsync(Password, "user", "add", Login, "--admin");
        return program;
    }

    /// <summary>Runs one of its commands to the end.</summary>
    /// <param name="input">A line on its standard input; null for none.</param>
    public async Task RunAsync(string? input, params string[] arguments)
    {
        using var process = Run(arguments, shim: null);
        if (input is not null)
        {
            await process.StandardInput.WriteLineAsync(input);
        }

        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(output);
        }
    }

    /// <summary>Adds accounts.</summary>
    /// <param name="lines">E-mail address, associate, server, user and password of each, with commas between.</param>
    public async Task ImportAccountsAsync(IEnumerable<string> lines)
    {
        var file = Path.Combine(_folder, "accounts.csv");
        await File.WriteAllLinesAsync(file, ["email,associate,server,user,password", .. lines]);
        await RunAsync(null, "account", "import", file);
    }

    /// <summary>Starts to serve.</summary>
    /// <param name="shim">What it loads before all other libraries; null for nothing.</param>
    public async Task ServeAsync(DiskShim? shim = null)
    {
        const string Listening = "Now listening on: ";
        var since = Stopwatch.GetTimestamp();
        _process = Run(["--urls=http://127.0.0.1:0"], shim);
        string? line;
        do
        {
            line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The program has not started.");
        }
        while (!line.Contains(Listening, StringComparison.Ordinal));
        _ = _process.StandardOutput.ReadToEndAsync();
        Address = new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim());
        using var http = new HttpClient { BaseAddress = Address };
        await http.GetStringAsync("/Services83/EMail.svc");
        (Start, StartCpuTime) = (Stopwatch.GetElapsedTime(since), CpuTime);
        // The first login hashes the password; the calls that are measured bring a ticket.
        Ticket = await LogInAsync(http);
    }

    /// <summary>Ends the process as its operator would; it can serve again afterwards.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>A write of the database while nobody measures.</summary>
    public Task ChangeAsync(string statement) => UseAsync(statement, command => command.ExecuteNonQueryAsync());

    /// <summary>Reads a number from the database.</summary>
    public Task<long> ReadAsync(string query) => UseAsync(query, async command => (long)(await command.ExecuteScalarAsync())!);

    public void Dispose()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<T> UseAsync<T>(string statement, Func<SqliteCommand, Task<T>> use)
    {
        await using var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        await connection.OpenAsync(CancellationToken.None);
        await using var command = new SqliteCommand(statement, connection);
        return await use(command);
    }

    private static async Task<string> LogInAsync(HttpClient http)
    {
        using var content = new ByteArrayContent(SoapRequest.Envelope(SoapRequest.ApplicationToken, SoapRequest.LogIn));
        content.Headers.ContentType = new("text/xml", "utf-8");
        using var reply = await http.PostAsync("/Services83/SoPrincipal.svc", content);
        var text = await reply.Content.ReadAsStringAsync();
        return text.Split("Ticket>")[1].Split('<')[0];
    }

    private Process Run(string[] arguments, DiskShim? shim)
    {
        var start = new ProcessStartInfo("dotnet", [Version, .. arguments, .. _settings])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        shim?.AddTo(start);
        return Process.Start(start)!;
    }
}
