using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Hosting;

/// <summary>The program ends when it is asked to, even if something hangs; service managers and container platforms kill slow
/// programs.</summary>
[Category(Tier.Programs)]
[CancelAfter(120_000)]
public sealed class ShutdownTests : ProgramFixture
{
    /// <summary>The program needs at most six seconds. The rest is for a busy machine; the framework's default is 30.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    [Test]
    public async Task A_sync_that_hangs_keeps_it_from_ending_no_more_and_is_done_after_the_next_start()
    {
        var anna = Mailbox("anna");
        var mail = await StartMailServerAsync(anna);
        await AddUserAsync("admin", "--admin");
        await ImportAsync(mail, "admin", anna);
        var held = mail.Faults.On("LIST").Hang();
        var server = await StartServerAsync(SettingsFor(mail));
        await server.SyncEmailAccountsAsync(await server.LogInAsync("admin", Password), 1);
        await held.Reached.WaitAsync(Deadline);

        await AssertEndsAsync(server);

        var next = await StartServerAsync(SettingsFor(mail));
        await next.Process.WaitForLineAsync("Account 1: synced", Deadline);
        using var database = OpenDatabase();
        Assert.That(await CachedMailbox.ReadAsync(database, 1), Is.EqualTo(CachedMailbox.Of(anna)));
    }

    [TestCase("/Services83/EMail.svc", "text/xml; charset=utf-8")]
    [TestCase("/api/v1/Agents/EMail/SyncEmailAccounts", "application/json")]
    public async Task Half_a_request_keeps_it_from_ending_no_more(string path, string type)
    {
        await AddUserAsync("admin");
        var server = await StartServerAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(server.Url.Host, server.Url.Port, Deadline);
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{Password}"));
        var request = $"POST {path} HTTP/1.1\r\nHost: {server.Url.Authority}\r\nAuthorization: Basic {credentials}\r\nContent-Type: {type}\r\n"
            + "Content-Length: 100000\r\nExpect: 100-continue\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Deadline);
        using var reader = new StreamReader(client.GetStream());
        Assert.That(await reader.ReadLineAsync(Deadline), Does.Contain("100 Continue"), "the server waits for the rest");

        await AssertEndsAsync(server);
    }

    private static async Task AssertEndsAsync(RunningServer server)
    {
        var asked = Stopwatch.StartNew();
        server.Process.Terminate();

        var result = await server.Process.WaitForExitAsync(Deadline);
        Assert.That(asked.Elapsed, Is.LessThan(Longest));
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
    }
}
