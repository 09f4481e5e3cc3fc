using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Composing;
using Services83.EMail.Mail.Smtp;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail.Smtp;

/// <summary>Composed messages go through a real SMTP server into a real mailbox and are read back.</summary>
[Category(Tier.Servers)]
[CancelAfter(120_000)]
public sealed class RealServerTests
{
    private DovecotServer _mailboxes = null!;
    private SmtpServer _server = null!;

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [OneTimeSetUp]
    public async Task Start()
    {
        _mailboxes = await DovecotServer.StartAsync(cancellationToken: Deadline);
        _server = await SmtpServer.StartAsync(_mailboxes, Deadline, sizeLimit: 1 << 20);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_mailboxes?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [TestCase(LineSecurity.Tls, "user001", false)]
    [TestCase(LineSecurity.StartTls, "user002", false)]
    [TestCase(LineSecurity.Tls, "user003", true)]
    public async Task What_is_sent_is_received(LineSecurity security, string user, bool isToken)
    {
        await using var client = await SmtpClient.ConnectAsync(_server.Options(security), Deadline);
        await client.AuthenticateAsync(isToken ? MailCredentials.OAuth(user, "token-" + user) : MailCredentials.Password(user, "pw-" + user), Deadline);
        var message = MimeComposer.Compose(Letter(user));

        await client.SendAsync(Envelope(message, $"{user}@test.example"), () => Task.CompletedTask, Deadline);
        await client.QuitAsync(Deadline);

        var received = MimeReader.Read(await ReadOneAsync(user));
        Assert.That(received.Subject, Is.EqualTo("Blåbær 日本語"));
        Assert.That(received.TextBody!.TrimEnd(), Is.EqualTo(".\r\n.. dots\r\nЗдравствуйте"));
    }

    [Test]
    public async Task Wrong_passwords_and_tokens_are_refused()
    {
        await using var client = await SmtpClient.ConnectAsync(_server.Options(), Deadline);

        await Assert.ThrowsAsync<SmtpAuthenticationException>(() => client.AuthenticateAsync(MailCredentials.Password("user001", "wrong"), Deadline));
        var error = (await Assert.ThrowsAsync<SmtpAuthenticationException>(() => client.AuthenticateAsync(MailCredentials.OAuth("user001", "wrong"), Deadline)))!;
        Assert.That(error.Message, Does.Contain("401"));
        await client.AuthenticateAsync(MailCredentials.Password("user001", "pw-user001"), Deadline);
    }

    [Test]
    public async Task An_address_beyond_ASCII_is_sent_to()
    {
        await using var client = await LogInAsync();
        var message = MimeComposer.Compose(Letter("user004") with { Cc = [new MailboxAddress("", "bjørn@test.example")] });
        var before = _server.Deliveries.Count;

        await client.SendAsync(Envelope(message, "user004@test.example", "bjørn@test.example"), () => Task.CompletedTask, Deadline);

        Assert.That(_server.Deliveries[before].To, Does.Contain("bjørn@test.example"));
        Assert.That(_server.Deliveries[before].Options, Does.Contain("SMTPUTF8"));
    }

    [Test]
    public async Task A_connection_is_good_for_several_messages_also_after_a_refusal()
    {
        await using var client = await LogInAsync();
        var message = MimeComposer.Compose(Letter("user005"));

        await Assert.ThrowsAsync<SmtpRecipientsException>(() =>
            client.SendAsync(Envelope(message, "user005@test.example", "reject550@test.example"), () => Task.CompletedTask, Deadline));
        await Assert.ThrowsAsync<SmtpCommandException>(() => client.SendAsync(Envelope(message, "data554@test.example"), () => Task.CompletedTask, Deadline));
        await Assert.ThrowsAsync<SmtpCommandException>(() =>
            client.SendAsync(Envelope(message, "user005@test.example") with { From = "spoof@test.example" }, () => Task.CompletedTask, Deadline));
        await client.SendAsync(Envelope(message, "user005@test.example"), () => Task.CompletedTask, Deadline);

        Assert.That(await CountAsync("user005"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_message_larger_than_the_server_takes_is_refused_before_it_is_sent()
    {
        await using var client = await LogInAsync();
        var message = MimeComposer.Compose(Letter("user006") with { Attachments = [new OutgoingPart(new byte[2 << 20], "application/zip")] });

        await Assert.ThrowsAsync<SmtpUnsupportedException>(() => client.SendAsync(Envelope(message, "user006@test.example"), () => Task.CompletedTask, Deadline));
    }

    private async Task<SmtpClient> LogInAsync()
    {
        var client = await SmtpClient.ConnectAsync(_server.Options(), Deadline);
        await client.AuthenticateAsync(MailCredentials.Password("user001", "pw-user001"), Deadline);
        return client;
    }

    private async Task<byte[]> ReadOneAsync(string user)
    {
        await using var session = await _mailboxes.LogInAsync(user, Deadline);
        await session.SelectAsync("INBOX", null, Deadline);
        using var message = await session.SingleAsync(UidSet.All, FetchItems.Body, Deadline);
        return await message.Body!.ToArrayAsync(Deadline);
    }

    private async Task<long> CountAsync(string user)
    {
        await using var session = await _mailboxes.LogInAsync(user, Deadline);
        return (await session.SelectAsync("INBOX", null, Deadline)).Exists;
    }

    private static SmtpMessage Envelope(ComposedMessage message, params string[] recipients) =>
        new("user001@test.example", recipients, message.Length, message.Chunks) { IsEightBit = message.RequiresEightBit, IsInternational = message.RequiresSmtpUtf8 };

    private static OutgoingMessage Letter(string user) => new()
    {
        From = new MailboxAddress("Ann", "user001@test.example"),
        To = [new MailboxAddress("", $"{user}@test.example")],
        Subject = "Blåbær 日本語",
        Date = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero),
        MessageId = MimeComposer.NewMessageId("user001@test.example"),
        Text = ".\n.. dots\nЗдравствуйте",
    };
}
