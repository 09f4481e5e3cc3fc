using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Smtp;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Sandbox.Smtp;

namespace Services83.EMail.Tests.Sandbox;

/// <summary>The sandbox's server for outgoing mail, spoken to by the program's own client.</summary>
[CancelAfter(60_000)]
public sealed class SandboxSmtpTests
{
    private readonly SandboxAccount _ann = new("ann@sandbox.example", "secret");
    private readonly SandboxAccount _bo = new("bo@sandbox.example", "secret");
    private SandboxImapServer _mailboxes = null!;
    private SandboxSmtpServer _server = null!;

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task Start()
    {
        _mailboxes = await SandboxImapServer.StartAsync(new SandboxOptions { Accounts = [_ann, _bo] }, Deadline);
        _server = SandboxSmtpServer.Start(_mailboxes);
    }

    [TearDown]
    public async Task Stop()
    {
        await _server.DisposeAsync();
        await _mailboxes.DisposeAsync();
    }

    [Test]
    public async Task It_delivers_to_its_own_mailboxes_and_to_nobody_else()
    {
        await using var client = await ConnectAsync();
        await client.AuthenticateAsync(MailCredentials.Password("ann@sandbox.example", "secret"), Deadline);

        await client.SendAsync(Message("Subject: x\r\n\r\n.dot\r\n", "bo@sandbox.example"), () => Task.CompletedTask, Deadline);
        var refused = (await Assert.ThrowsAsync<SmtpRecipientsException>(
            () => client.SendAsync(Message("x", "bo@sandbox.example", "x@example.com"), () => Task.CompletedTask, Deadline)))!;
        await client.QuitAsync(Deadline);

        Assert.That(refused.Message, Does.Contain("x@example.com: 550 5.1.1 Nothing leaves the sandbox"));
        Assert.That(_bo.Inbox.Messages.Select(message => Encoding.ASCII.GetString(message.Raw.Span)), Is.EqualTo(
            ["Received: by sandbox.example with ESMTPSA\r\nSubject: x\r\n\r\n.dot\r\n"]));
    }

    [Test]
    public async Task It_wants_a_login()
    {
        await using var client = await ConnectAsync();

        await Assert.ThrowsAsync<SmtpAuthenticationException>(() => client.AuthenticateAsync(MailCredentials.Password("ann@sandbox.example", "wrong"), Deadline));
        var refused = (await Assert.ThrowsAsync<SmtpCommandException>(
            () => client.SendAsync(Message("x", "bo@sandbox.example"), () => Task.CompletedTask, Deadline)))!;

        Assert.That(refused.Reply.Code, Is.EqualTo(530));
    }

    private Task<SmtpClient> ConnectAsync() => SmtpClient.ConnectAsync(
        new SmtpConnectionOptions
        {
            Host = _server.Host,
            Port = _server.TlsPort,
            Trust = TlsTrust.Pinned(_mailboxes.Certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)),
        },
        Deadline);

    private static SmtpMessage Message(string text, params string[] recipients) =>
        new("ann@sandbox.example", recipients, text.Length, () => [Encoding.ASCII.GetBytes(text)]);
}
