using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Services83.EMail.Benchmarks.Requests;

/// <summary>The program with many accounts on a mail server that never says anything, so that requests are stored and wait.</summary>
internal sealed class BusyServer : IDisposable
{
    private readonly TcpListener _mailServer;
    private readonly HttpClient _http;

    private BusyServer(TcpListener mailServer, ServedProgram program)
    {
        _mailServer = mailServer;
        Program = program;
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan };
        _http = new HttpClient(handler) { BaseAddress = program.Address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("SoTicket", program.Ticket);
    }

    public ServedProgram Program { get; }

    /// <param name="accounts">How many accounts there are.</param>
    /// <param name="preload">A library that is loaded before all others; null for none.</param>
    public static async Task<BusyServer> StartAsync(int accounts, string? preload)
    {
        var mailServer = new TcpListener(IPAddress.Loopback, 0);
        mailServer.Start();
        var port = ((IPEndPoint)mailServer.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        var program = await ServedProgram.CreateAsync("--Mail:Egress:PrivateNetworks:0=127.0.0.0/8", $"--Mail:Egress:AllowedPorts:0={port}");
        await ImportAsync(program, accounts, port);
        await program.ServeAsync(preload);
        return new BusyServer(mailServer, program);
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
        _http.Dispose();
        Program.Dispose();
        _mailServer.Dispose();
    }

    private static async Task ImportAsync(ServedProgram program, int accounts, string port)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(
                file,
                [
                    "email,associate,server,user,password",
                    .. Enumerable.Range(1, accounts).Select(id => $"u{id}@test.example,{ServedProgram.Login},imaps://127.0.0.1:{port},u{id},x"),
                ]);
            await program.RunAsync(null, "account", "import", file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
