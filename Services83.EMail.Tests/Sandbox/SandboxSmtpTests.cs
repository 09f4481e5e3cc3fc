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
    private SandboxAccount _bo = null!;
    private SandboxImapServer _mailboxes = null!;
    private SandboxSmtpServer _server = null!;

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task Start()
    {
        _bo = new SandboxAccount("bo@sandbox.example", "secret");
        _mailboxes = await SandboxImapServer.StartAsync(new SandboxOptions { Accounts = [new SandboxAccount("ann@sandbox.example", "secret"), _bo] }, Deadline);
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

    [TestCase(LineSecurity.Tls)]
    [TestCase(LineSecurity.StartTls)]
    public async Task It_is_used_with_TLS_from_the_first_byte_or_by_STARTTLS(LineSecurity security)
    {
        await using var client = await LogInAsync(security);
        await client.SendAsync(Message("x", "bo@sandbox.example"), () => Task.CompletedTask, Deadline);

        Assert.That(client.IsEncrypted, Is.True);
        Assert.That(_bo.Inbox.Messages, Has.Exactly(1).Items);
    }

    [Test]
    public async Task What_was_sent_is_kept_also_for_strangers_if_they_are_accepted()
    {
        await using var server = SandboxSmtpServer.Start(_mailboxes, new SandboxSmtpOptions { AcceptsStrangers = true });
        await using var client = await LogInAsync(LineSecurity.Tls, server);

        await client.SendAsync(Message("Subject: x\r\n\r\n.dot\r\n", "bo@sandbox.example", "stranger@example.com"), () => Task.CompletedTask, Deadline);

        var sent = server.Sent.Messages.Single();
        Assert.That((sent.Number, sent.User, sent.From), Is.EqualTo((1, "ann@sandbox.example", "ann@sandbox.example")));
        Assert.That(sent.Recipients, Is.EqualTo(["bo@sandbox.example", "stranger@example.com"]));
        Assert.That(Encoding.ASCII.GetString(sent.Raw.Span), Is.EqualTo("Subject: x\r\n\r\n.dot\r\n"));
        server.Sent.Clear();
        Assert.That(server.Sent.Messages, Is.Empty);
    }

    [TestCase("RCPT", "452 4.3.1 Disk full", "452 4.3.1 Disk full")]
    [TestCase("MAIL", "no code", "451 4.3.0 no code")]
    [TestCase(SandboxSmtpServer.EndOfData, "554 5.6.0 Virus", "554 5.6.0 Virus")]
    public async Task Its_script_refuses_a_command_with_the_code_of_the_text(string command, string text, string expected)
    {
        await using var client = await LogInAsync(LineSecurity.Tls);
        var rule = _server.Faults.On(command).ReplyNo(text);

        Task Send() => client.SendAsync(Message("x", "bo@sandbox.example"), () => Task.CompletedTask, Deadline);
        Assert.That((await Assert.CatchAsync<SmtpException>(Send))!.Message, Does.Match($@"(?<!\.\d ){expected}"), "no other code before it");

        Assert.That(rule.Hits, Is.EqualTo(1));
        Assert.That(_bo.Inbox.Messages, Is.Empty);
    }

    [Test]
    public async Task It_can_accept_a_message_and_lose_the_answer()
    {
        await using var client = await LogInAsync(LineSecurity.Tls);
        _server.Faults.On(SandboxSmtpServer.EndOfData).ExecuteThenDropLine();

        await Assert.CatchAsync<SmtpException>(() => client.SendAsync(Message("x", "bo@sandbox.example"), () => Task.CompletedTask, Deadline));

        Assert.That(_bo.Inbox.Messages, Has.Exactly(1).Items);
        Assert.That(_server.Log.Entries.Select(entry => entry.Line), Has.None.Contains("c2VjcmV0"), "no password is logged");
    }

    private async Task<SmtpClient> LogInAsync(LineSecurity security, SandboxSmtpServer? server = null)
    {
        var client = await ConnectAsync(security, server);
        await client.AuthenticateAsync(MailCredentials.Password("ann@sandbox.example", "secret"), Deadline);
        return client;
    }

    private Task<SmtpClient> ConnectAsync(LineSecurity security = LineSecurity.Tls, SandboxSmtpServer? server = null) => SmtpClient.ConnectAsync(
        new SmtpConnectionOptions
        {
            Host = _server.Host,
            Port = security == LineSecurity.Tls ? (server ?? _server).TlsPort : (server ?? _server).Port,
            Security = security,
            Trust = TlsTrust.Pinned(_mailboxes.Certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)),
        },
        Deadline);

    private static SmtpMessage Message(string text, params string[] recipients) =>
        new("ann@sandbox.example", recipients, text.Length, () => [Encoding.ASCII.GetBytes(text)]);
}
