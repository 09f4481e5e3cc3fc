using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Services83.EMail.Benchmarks.Requests;

/// <summary>The program with many accounts on a mail server that never says anything, so that requests are stored and wait.</summary>
internal sealed class BusyServer : IDisposable
{
    private const string Login = "admin";
    private const string Password = "password-of-admin";

    private readonly TcpListener _mailServer = new(IPAddress.Loopback, 0);
    private readonly string _folder = Directory.CreateTempSubdirectory("services83-benchmark-").FullName;
    private Process _process = null!;
    private HttpClient _http = null!;

    public Uri Address => _http.BaseAddress!;

    public string Ticket { get; private set; } = "";

    public string DatabaseFile => Path.Combine(_folder, "data", "email.db");

    /// <summary>Processor time so far, kernel included.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="accounts">How many accounts there are.</param>
    /// <param name="preload">A library that is loaded before all others; null for none.</param>
    public static async Task<BusyServer> StartAsync(int accounts, string? preload)
    {
        var server = new BusyServer();
        server._mailServer.Start();
        await server.ImportAsync(accounts);
        await server.ListenAsync(preload);
        return server;
    }

    /// <summary>Requests a sync of one account.</summary>
    public async Task SyncAsync(int account)
    {
        using var reply = await _http.PostAsJsonAsync(
            "/api/v1/Agents/EMail/SyncEmailAccounts", new { SyncUserAccounts = new[] { new { AccountId = account } } });
        reply.EnsureSuccessStatusCode();
    }

    public void Dispose()
    {
        _http?.Dispose();
        _process?.Kill();
        _process?.Dispose();
        _mailServer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ImportAsync(int accounts)
    {
        using (var adding = Start(["user", "add", Login, "--admin"], preload: null))
        {
            await adding.StandardInput.WriteLineAsync(Password);
            await EndAsync(adding);
        }

        var file = Path.Combine(_folder, "accounts.csv");
        var port = ((IPEndPoint)_mailServer.LocalEndpoint).Port;
        await File.WriteAllLinesAsync(
            file,
            ["email,associate,server,user,password", .. Enumerable.Range(1, accounts).Select(id => $"u{id}@test.example,{Login},imaps://127.0.0.1:{port},u{id},x")]);
        using var importing = Start(["account", "import", file], preload: null);
        await EndAsync(importing);
    }

    private async Task ListenAsync(string? preload)
    {
        const string Listening = "Now listening on: ";
        _process = Start(["--urls=http://127.0.0.1:0"], preload);
        string? line;
        do
        {
            line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The program has not started.");
        }
        while (!line.Contains(Listening, StringComparison.Ordinal));
        _ = _process.StandardOutput.ReadToEndAsync();
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan };
        _http = new HttpClient(handler) { BaseAddress = new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim()) };
        // The first login hashes the password; the calls that are measured bring a ticket.
        Ticket = await LogInAsync();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("SoTicket", Ticket);
    }

    private async Task<string> LogInAsync()
    {
        const string Service = "http://www.superoffice.net/ws/crm/NetServer/Services83";
        using var content = new StringContent(
            $"""
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><ApplicationToken xmlns="{Service}"/></s:Header><s:Body>
            <AuthenticateUsernamePassword xmlns="{Service}"><UserName>{Login}</UserName><Password>{Password}</Password></AuthenticateUsernamePassword>
            </s:Body></s:Envelope>
            """,
            Encoding.UTF8, "text/xml");
        using var reply = await _http.PostAsync("/Services83/SoPrincipal.svc", content);
        var text = await reply.Content.ReadAsStringAsync();
        return text.Split("Ticket>")[1].Split('<')[0];
    }

    private Process Start(string[] arguments, string? preload)
    {
        var port = ((IPEndPoint)_mailServer.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(
            "dotnet",
            [
                typeof(IEMailAgent).Assembly.Location, .. arguments, $"--Storage:DataFolder={Path.Combine(_folder, "data")}",
                "--Mail:Egress:PrivateNetworks:0=127.0.0.0/8", $"--Mail:Egress:AllowedPorts:0={port}", "--Logging:LogLevel:Services83.EMail=Error",
            ])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (preload is not null)
        {
            start.Environment["LD_PRELOAD"] = preload;
        }

        return Process.Start(start)!;
    }

    private static async Task EndAsync(Process process)
    {
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(output);
        }
    }
}
