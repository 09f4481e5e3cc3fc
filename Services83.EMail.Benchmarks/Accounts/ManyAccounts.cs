using System.Globalization;
using System.Net.Http.Headers;
using Services83.EMail.Benchmarks.Requests;
using Services83.EMail.Tests.Support;
using Services83.EMail.Tests.Sync;

namespace Services83.EMail.Benchmarks.Accounts;

/// <summary>The program with many accounts on one Dovecot, which it reaches over TLS.</summary>
internal sealed class ManyAccounts : IAsyncDisposable
{
    /// <summary>A name, as users write it: at each connection to a bare address the runtime makes new settings for TLS.</summary>
    private const string Host = "localhost";

    private const int LargeBytes = 800_000;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly DovecotServer _dovecot;
    private readonly int _accounts;

    private ManyAccounts(DovecotServer dovecot, ServedProgram program, int accounts) => (_dovecot, Program, _accounts) = (dovecot, program, accounts);

    public ServedProgram Program { get; }

    /// <summary>Prepares everything; the program does not serve yet.</summary>
    /// <param name="accounts">How many accounts.</param>
    /// <param name="messages">Messages of each; no two are equal.</param>
    /// <param name="large">One of so many messages is of 800 kB; 0 for none.</param>
    public static async Task<ManyAccounts> CreateAsync(int accounts, int messages, int large)
    {
        var dovecot = await DovecotServer.StartAsync(new DovecotOptions { Users = accounts });
        await dovecot.MakeMaildirsAsync(Users(accounts), CancellationToken.None);
        for (var number = 0; number < accounts * messages; number++)
        {
            var message = large > 0 && number % large == 0 ? GeneratedMail.Large(number, LargeBytes) : GeneratedMail.Message(number);
            dovecot.Arrive(DovecotServer.UserName((number / messages) + 1), message);
        }

        var program = await ServedProgram.CreateAsync(
            "--Mail:Egress:PrivateNetworks:0=127.0.0.0/8", $"--Mail:Egress:AllowedPorts:0={dovecot.ImapsPort.ToString(CultureInfo.InvariantCulture)}",
            $"--Mail:PinnedCertificates:{Host}={dovecot.CertificateFingerprint}");
        await program.ImportAccountsAsync(Users(accounts).Select(user =>
            $"{user}@test.example,{ServedProgram.Login},imaps://{Host}:{dovecot.ImapsPort},{user},{DovecotServer.Password(user)}"));
        return new ManyAccounts(dovecot, program, accounts);
    }

    /// <summary>Requests a sync of all accounts and waits until each has had it.</summary>
    public async Task SyncAsync()
    {
        using var http = new HttpClient { BaseAddress = Program.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("SoTicket", Program.Ticket);
        using var reply = await http.PostAsJsonAsync(
            "/api/v1/Agents/EMail/SyncEmailAccounts", new { SyncUserAccounts = Enumerable.Range(1, _accounts).Select(id => new { AccountId = id }) });
        reply.EnsureSuccessStatusCode();
        while (await Program.ReadAsync("SELECT COUNT(*) FROM sync_request") > 0)
        {
            if (await Program.ReadAsync("SELECT COUNT(*) FROM sync_request WHERE failures > 0") > 0)
            {
                throw new InvalidOperationException("A sync failed.");
            }

            await Task.Delay(BetweenLooks);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Program.Dispose();
        await _dovecot.DisposeAsync();
    }

    private static IEnumerable<string> Users(int count) => Enumerable.Range(1, count).Select(DovecotServer.UserName);
}
