using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail.Imap;

[Category(Tier.Servers)]
[CancelAfter(60_000)]
public sealed class DovecotSessionTests
{
    private DovecotServer _server = null!;

    [OneTimeSetUp]
    public async Task Start() => _server = await DovecotServer.StartAsync(new DovecotOptions { Separator = '.', RawLog = true });

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Test]
    public async Task A_wrong_password_is_permanent_and_leaves_the_connection_usable(CancellationToken cancellationToken)
    {
        await using var client = await ImapClient.ConnectAsync(_server.ImapOptions(LineSecurity.StartTls), cancellationToken);

        var error = await Assert.CatchAsync<ImapAuthenticationException>(
            () => client.AuthenticateAsync(MailCredentials.Password("user001", "wrong"), cancellationToken));

        Assert.That((error.IsTransient, error.ConnectionUsable), Is.EqualTo((false, true)));
        Assert.That(client.IsAuthenticated, Is.False);
        await client.AuthenticateAsync(MailCredentials.Password("user001", DovecotServer.Password("user001")), cancellationToken);
        Assert.That(client.IsAuthenticated, Is.True);
    }

    [Test]
    public async Task Capabilities_grow_with_the_login(CancellationToken cancellationToken)
    {
        await using var client = await ImapClient.ConnectAsync(_server.ImapOptions(), cancellationToken);
        Assert.That(client.Capabilities.Qresync, Is.False);

        await client.AuthenticateAsync(MailCredentials.Password("user002", DovecotServer.Password("user002")), cancellationToken);

        var known = client.Capabilities;
        Assert.That(known.Qresync && known.Condstore && known.Move && known.UidPlus && known.SpecialUse && known.ListStatus && known.Idle, Is.True);
    }

    [Test]
    public async Task Logging_out_is_what_the_server_hears_last(CancellationToken cancellationToken)
    {
        await using var client = await _server.LogInAsync("user004", cancellationToken);
        await client.ListAsync(cancellationToken);

        await client.LogoutAsync(cancellationToken);
        await client.LogoutAsync(cancellationToken);

        Assert.That(client.IsConnected, Is.False);
        var log = await File.ReadAllTextAsync(Directory.GetFiles(_server.RawLogFolder("user004"), "*.in").Single(), cancellationToken);
        // One command lists everything; the login itself is not in Dovecot's log.
        Assert.That(log.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[^1..][0] == "LOGOUT" ? "LOGOUT" : "LIST"), Is.EqualTo(new[] { "LIST", "LOGOUT" }));
    }
}
