using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Smtp;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Mail.Imap;

namespace Services83.EMail.Tests.Mail.Smtp;

/// <summary>What the client makes of servers that are slow, refuse, break off or attack.</summary>
[CancelAfter(60_000)]
public sealed class SmtpClientTests
{
    private static readonly string[] Everything = ["PIPELINING", "SIZE 1000", "8BITMIME", "SMTPUTF8", "AUTH PLAIN LOGIN XOAUTH2", "ENHANCEDSTATUSCODES"];

    [Test]
    public async Task A_message_goes_out_with_its_dots_doubled_and_its_line_ends_right(CancellationToken cancellationToken)
    {
        List<string> received = [];
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await session.HelloAsync(Everything);
            await session.AcceptAsync("MAIL FROM:<ann@example.com> SIZE=42", "2.1.0 fine");
            await session.AcceptAsync("RCPT TO:<bo@example.com>", "2.1.5 fine");
            await session.ReplyAsync("DATA", 354, "go on");
            received = await session.ReadMessageAsync();
            await session.SendAsync("250 2.0.0 queued as 1\r\n");
            await session.ReplyAsync("QUIT", 221, "bye");
        });
        await using var client = await SmtpClient.ConnectAsync(server.Options, cancellationToken);

        var reply = await client.SendAsync(Message("Subject: x\r\n\r\n.\r\n..two\nlone\rcr\n.\nlast dot."), Nothing, cancellationToken);
        await client.QuitAsync(cancellationToken);

        Assert.That(received, Is.EqualTo(["Subject: x", "", "..", "...two", "lone", "cr", "..", "last dot."]));
        Assert.That((reply.Code, reply.EnhancedCode, reply.Text), Is.EqualTo((250, "2.0.0", "queued as 1")));
    }

    [Test]
    public async Task Nobody_gets_it_when_one_recipient_is_refused(CancellationToken cancellationToken)
    {
        ScriptedSession script = null!;
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            script = session;
            await session.HelloAsync("PIPELINING");
            await session.AcceptAsync("MAIL FROM", "fine");
            await session.AcceptAsync("RCPT TO:<a@", "fine");
            await session.ReplyAsync("RCPT TO:<b@", 550, "5.1.1 no such user");
            await session.ReplyAsync("RCPT TO:<c@", 452, "4.5.3 too many");
            await session.AcceptAsync("RSET", "fine");
            await session.HangAsync();
        });
        await using var client = await SmtpClient.ConnectAsync(server.Options, cancellationToken);

        var error = (await Assert.ThrowsAsync<SmtpRecipientsException>(() =>
            client.SendAsync(Message("x", "a@example.com", "b@example.com", "c@example.com"), NotReached, cancellationToken)))!;

        Assert.That(error.Message, Is.EqualTo("The server refused b@example.com: 550 5.1.1 no such user; c@example.com: 452 4.5.3 too many"));
        Assert.That((error.IsTransient, error.ConnectionUsable, client.IsConnected), Is.EqualTo((false, true, true)));
        Assert.That(script.Received, Does.Not.Contain("DATA"));
    }

    [Test]
    public async Task With_pipelining_all_recipients_go_in_one_write_and_without_one_by_one(CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await session.HelloAsync("PIPELINING");
            // Nothing is answered before all of it has come.
            foreach (var _ in Enumerable.Range(0, 3)) await session.ReadLineAsync();
            await session.SendAsync("250 a\r\n250 b\r\n250 c\r\n");
            await session.ReplyAsync("DATA", 354, "go on");
            await session.ReadMessageAsync();
            await session.SendAsync("250 queued\r\n");
        });
        await using var client = await SmtpClient.ConnectAsync(server.Options, cancellationToken);

        Assert.That((await client.SendAsync(Message("x", "a@example.com", "b@example.com"), Nothing, cancellationToken)).Code, Is.EqualTo(250));
    }

    [TestCase("before", "The server closed the connection")]
    [TestCase("garbage", "no answer: hello")]
    public async Task Silence_after_the_end_is_told_apart_from_failure(string how, string cause, CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await UntilDataAsync(session);
            await session.ReadMessageAsync();
            if (how == "garbage") await session.SendAsync("hello\r\n");
        });
        await using var client = await SmtpClient.ConnectAsync(server.Options, cancellationToken);
        var ended = false;

        var error = (await Assert.ThrowsAsync<SmtpUncertainException>(() => client.SendAsync(
            Message("x"),
            () =>
            {
                ended = true;
                return Task.CompletedTask;
            },
            cancellationToken)))!;

        Assert.That(error.Message, Does.Contain(cause));
        Assert.That((ended, error.IsTransient, client.IsConnected), Is.EqualTo((true, false, false)));
    }

    [Test]
    public async Task A_line_lost_before_the_end_is_an_ordinary_failure(CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await UntilDataAsync(session);
            await session.SendAsync("421 4.3.2 shutting down\r\n");
        });
        await using var client = await SmtpClient.ConnectAsync(server.Options, cancellationToken);
        var content = new byte[32 << 20];

        var error = (await Assert.CatchAsync<SmtpException>(() => client.SendAsync(
            new SmtpMessage("a@example.com", ["b@example.com"], content.Length, () => [content]), NotReached, cancellationToken)))!;

        Assert.That(error, Is.Not.InstanceOf<SmtpUncertainException>());
        Assert.That(error.IsTransient, Is.True);
    }

    [Test]
    public async Task When_the_state_cannot_be_noted_the_end_is_never_sent(CancellationToken cancellationToken)
    {
        ScriptedSession script = null!;
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            script = session;
            await UntilDataAsync(session);
            await session.ReadMessageAsync();
        });
        await using var client = await SmtpClient.ConnectAsync(server.Options, cancellationToken);

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.SendAsync(Message("x"), () => throw new InvalidOperationException(), cancellationToken));

        Assert.That(client.IsConnected, Is.False);
        Assert.That(script.Received, Does.Not.Contain("."));
    }

    [TestCase(554, "5.6.0 spam", false)]
    [TestCase(452, "4.3.1 full", true)]
    public async Task A_refusal_after_the_end_is_certain(int code, string words, bool transient, CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await UntilDataAsync(session);
            await session.ReadMessageAsync();
            await session.SendAsync($"{code} {words}\r\n");
            await session.HangAsync();
        });
        await using var client = await SmtpClient.ConnectAsync(server.Options, cancellationToken);

        var error = (await Assert.ThrowsAsync<SmtpCommandException>(() => client.SendAsync(Message("x"), Nothing, cancellationToken)))!;

        Assert.That((error.Message, error.IsTransient), Is.EqualTo(($"The server refused the message: {code} {words}", transient)));
    }

    [Test]
    public async Task What_the_server_cannot_carry_is_not_begun(CancellationToken cancellationToken)
    {
        ScriptedSession script = null!;
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            script = session;
            await session.HelloAsync("SIZE 1000");
            await session.HangAsync();
        });
        await using var client = await SmtpClient.ConnectAsync(server.Options, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(Send(Message(new string('x', 1001))), Throws.TypeOf<SmtpUnsupportedException>().With.Message.Contains("at most 1000"));
            Assert.That(Send(Message("x", "bjørn@example.com")), Throws.TypeOf<SmtpUnsupportedException>().With.Message.Contains("SMTPUTF8"));
            Assert.That(Send(Message("x") with { IsEightBit = true }), Throws.TypeOf<SmtpUnsupportedException>().With.Message.Contains("8BITMIME"));
            Assert.That(Send(Message("x", "a@example.com>\r\nRCPT TO:<evil@example.com")), Throws.ArgumentException);
            Assert.That(script.Received, Has.Count.EqualTo(1));
        });

        Func<Task> Send(SmtpMessage message) => () => client.SendAsync(message, NotReached, cancellationToken);
    }

    [Test]
    public async Task What_was_sent_in_clear_after_STARTTLS_is_refused(CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await session.HelloAsync("STARTTLS");
            await session.ReadLineAsync();
            await session.SendAsync("220 go\r\n250-evil\r\n250 AUTH PLAIN\r\n");
            await session.HangAsync();
        });

        await Assert.ThrowsAsync<SmtpProtocolException>(() =>
            SmtpClient.ConnectAsync(server.Options with { Security = LineSecurity.StartTls }, cancellationToken));
    }

    [Test]
    public async Task A_server_without_STARTTLS_gets_nothing_in_clear(CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(session => session.HelloAsync("AUTH PLAIN"));

        var error = (await Assert.ThrowsAsync<SmtpConnectionException>(() =>
            SmtpClient.ConnectAsync(server.Options with { Security = LineSecurity.StartTls }, cancellationToken)))!;

        Assert.That(error.IsTransient, Is.False);
    }

    [TestCase("AUTH PLAIN LOGIN", "AUTH PLAIN AHVzZXIAc2VjcmV0", new string[0])]
    [TestCase("AUTH=LOGIN", "AUTH LOGIN", new[] { "dXNlcg==", "c2VjcmV0" })]
    public async Task The_login_takes_what_is_offered(string offer, string command, string[] answers, CancellationToken cancellationToken)
    {
        var log = new ListLogger();
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await session.HelloAsync(offer);
            if (answers.Length == 0) await session.ReplyAsync(command, 235, "2.7.0 welcome secret");
            else await session.ReplyAsync(command, 334, "VXNlcm5hbWU6");
            for (var i = 0; i < answers.Length; i++) await session.ReplyAsync(answers[i], i < answers.Length - 1 ? 334 : 235, "UGFzc3dvcmQ6");
            await session.HangAsync();
        });
        await using var client = await SmtpClient.ConnectAsync(server.Options with { Logger = log }, cancellationToken);

        await client.AuthenticateAsync(MailCredentials.Password("user", "secret"), cancellationToken);

        Assert.That(log.Text, Does.Contain("AUTH").And.Not.Contain("secret").And.Not.Contain("c2VjcmV0").And.Not.Contain("AHVzZXIAc2VjcmV0"));
    }

    [Test]
    public async Task A_server_that_never_stops_asking_is_left(CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await session.HelloAsync("AUTH PLAIN");
            while (true) await session.ReplyAsync("", 334, "");
        });
        await using var client = await SmtpClient.ConnectAsync(server.Options, cancellationToken);

        await Assert.ThrowsAsync<SmtpProtocolException>(() => client.AuthenticateAsync(MailCredentials.Password("user", "secret"), cancellationToken));

        Assert.That(client.IsConnected, Is.False);
    }

    [Test]
    public async Task A_token_that_is_refused_is_explained_and_a_long_one_waits_to_be_asked_for(CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await session.HelloAsync("AUTH XOAUTH2");
            await session.ReplyAsync("AUTH XOAUTH2", 334, "");
            await session.ReadLineAsync();
            await session.SendAsync("334 " + Convert.ToBase64String(Encoding.ASCII.GetBytes("""{"status":"401"}""")) + "\r\n");
            await session.ReplyAsync("", 535, "5.7.8 no");
            await session.HangAsync();
        });
        await using var client = await SmtpClient.ConnectAsync(server.Options, cancellationToken);

        var error = (await Assert.ThrowsAsync<SmtpAuthenticationException>(() =>
            client.AuthenticateAsync(MailCredentials.OAuth("user", new string('t', 1000)), cancellationToken)))!;

        Assert.That(error.Message, Is.EqualTo("""The server refused the credentials: 535 5.7.8 no ({"status":"401"})"""));
    }

    [Test]
    public async Task A_server_that_cannot_check_now_does_not_make_the_password_wrong(CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await session.HelloAsync("AUTH PLAIN");
            await session.ReplyAsync("AUTH", 454, "4.7.0 later");
        });
        await using var client = await SmtpClient.ConnectAsync(server.Options, cancellationToken);

        Assert.That(
            (await Assert.ThrowsAsync<SmtpCommandException>(() => client.AuthenticateAsync(MailCredentials.Password("u", "p"), cancellationToken)))!.IsTransient, Is.True);
    }

    [Test]
    public async Task A_password_never_goes_over_a_clear_line(CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(session => session.HelloAsync("AUTH PLAIN"));
        await using var client = await SmtpClient.ConnectAsync(server.Options with { AllowCleartextLogin = false }, cancellationToken);

        await Assert.ThrowsAsync<SmtpAuthenticationException>(() => client.AuthenticateAsync(MailCredentials.Password("u", "p"), cancellationToken));
    }

    [Test]
    public async Task A_server_older_than_extensions_is_spoken_to(CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await session.SendAsync("220 old\r\n");
            await session.ReplyAsync("EHLO", 502, "what?");
            await session.AcceptAsync("HELO", "hello");
        });

        await using var client = await SmtpClient.ConnectAsync(server.Options, cancellationToken);

        Assert.That(client.Capabilities.Pipelining, Is.False);
    }

    [TestCase("554 5.7.1 go away\r\n", typeof(SmtpCommandException))]
    [TestCase("* OK IMAP4rev1\r\n", typeof(SmtpProtocolException))]
    [TestCase("220-one\r\n250 two\r\n", typeof(SmtpProtocolException))]
    [TestCase("", typeof(SmtpConnectionException))]
    public async Task A_greeting_that_is_none_is_told(string greeting, Type expected, CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(session => session.SendAsync(greeting));

        Assert.That(() => SmtpClient.ConnectAsync(server.Options, cancellationToken), Throws.TypeOf(expected));
    }

    [Test]
    public async Task A_silent_server_is_given_up(CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(session => session.HangAsync());

        var error = (await Assert.ThrowsAsync<SmtpConnectionException>(() =>
            SmtpClient.ConnectAsync(server.Options with { ConnectTimeout = TimeSpan.FromMilliseconds(200) }, cancellationToken)))!;

        Assert.That(error.Message, Does.Contain("ConnectTimeout"));
    }

    private static async Task UntilDataAsync(ScriptedSession session)
    {
        await session.HelloAsync();
        await session.AcceptAsync("MAIL", "fine");
        await session.AcceptAsync("RCPT", "fine");
        await session.ReplyAsync("DATA", 354, "go on");
    }

    private static SmtpMessage Message(string text, params string[] recipients)
    {
        var octets = Encoding.ASCII.GetBytes(text);
        return new SmtpMessage("ann@example.com", recipients.Length == 0 ? ["bo@example.com"] : recipients, octets.Length, () => octets.Chunk(3).Select(piece => (ReadOnlyMemory<byte>)piece));
    }

    private static Task Nothing() => Task.CompletedTask;

    private static Task NotReached() => throw new AssertionException("The end must not be reached.");
}
