using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Smtp;

namespace Services83.EMail.Tests.Mail.Smtp;

/// <summary>How the client handles servers that are slow, refuse, break off or attack.</summary>
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
            foreach (var _ in Enumerable.Range(0, 3))
            {
                await session.ReadLineAsync();
            }

            await session.SendAsync("250 a\r\n250 b\r\n250 c\r\n");
            await session.ReplyAsync("DATA", 354, "go on");
            await session.ReadMessageAsync();
            await session.SendAsync("250 queued\r\n");
        });
        await using var client = await SmtpClient.ConnectAsync(server.Options, cancellationToken);

        Assert.That((await client.SendAsync(Message("x", "a@example.com", "b@example.com"), Nothing, cancellationToken)).Code, Is.EqualTo(250));
    }

    [TestCase("before", "The server closed the connection")]
    [TestCase("garbage", "invalid reply: hello")]
    public async Task Silence_after_the_end_is_told_apart_from_failure(string how, string cause, CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await UntilDataAsync(session);
            await session.ReadMessageAsync();
            if (how == "garbage")
            {
                await session.SendAsync("hello\r\n");
            }
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
