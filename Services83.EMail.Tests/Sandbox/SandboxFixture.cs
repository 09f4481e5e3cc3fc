using System.Text;
using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;

namespace Services83.EMail.Tests.Sandbox;

/// <summary>A server with the user "anna" (password "secret") and two short messages in the INBOX.</summary>
public abstract class SandboxFixture
{
    protected static readonly byte[] Hello = Encoding.ASCII.GetBytes(
        "From: a@x.example\r\nSubject: Hello\r\nMessage-ID: <1@x.example>\r\n\r\nFirst line\r\nSecond line\r\n");

    private SandboxImapServer? _server;

    internal SandboxImapServer Server => _server ?? throw new InvalidOperationException("No server yet");

    internal static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    protected SandboxAccount Anna => Server.Account("anna");

    // One instance serves all tests of a fixture, so a server from the test before may still be here: StartAsync replaces it.
    [SetUp]
    public async Task Start() => await StartAsync(new SandboxOptions());

    [TearDown]
    public async Task Stop()
    {
        await Server.DisposeAsync();
        Assert.That(Server.Log.Failures, Is.Empty, "The sandbox itself failed");
        Assert.That(Server.Log.ConnectionsNow, Is.Zero, "A session outlived its server");
    }

    private protected async Task StartAsync(SandboxOptions options)
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        var anna = SandboxAccount.WithUsualFolders("anna", "secret");
        anna.Inbox.Append(Hello, [@"\Seen"], new DateTimeOffset(2025, 3, 7, 8, 9, 10, TimeSpan.FromHours(-5)));
        anna.Inbox.Append(Encoding.ASCII.GetBytes("Subject: Two\r\n\r\nx\r\n"));
        _server = await SandboxImapServer.StartAsync(options with { Accounts = [anna, new SandboxAccount("bob", "secret")] }, Deadline);
    }

    private protected Task<ImapLineClient> ConnectAsync() => ImapLineClient.ConnectAsync(Server.Port, Deadline);

    private protected async Task<ImapLineClient> LogInAsync(string user = "anna")
    {
        var client = await ConnectAsync();
        await client.OkAsync($"LOGIN {user} secret", Deadline);
        return client;
    }

    private protected async Task<ImapLineClient> SelectAsync(string folder = "INBOX")
    {
        var client = await LogInAsync();
        await client.OkAsync($"SELECT {folder}", Deadline);
        return client;
    }
}
