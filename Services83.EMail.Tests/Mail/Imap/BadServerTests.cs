using System.Net.Sockets;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail.Imap;

[CancelAfter(30_000)]
public sealed class BadServerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    [Test]
    public async Task A_silent_server_runs_into_the_connect_timeout(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(session => session.HangAsync());

        var error = await Assert.CatchAsync<ImapConnectionException>(
            () => ImapClient.ConnectAsync(server.Options with { ConnectTimeout = Soon }, cancellationToken));

        Assert.That(error.IsTransient, Is.True);
        Assert.That(error.Message, Does.Contain("ConnectTimeout"));
    }

    [Test]
    public async Task A_server_that_falls_silent_runs_into_the_read_timeout(
        [Values("", "* OK half a li", "* 1 FETCH (BODY[] {100}\r\nsome of it")] string last, CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            await session.ExpectAsync("NOOP");
            await session.SendAsync(last);
            await session.HangAsync();
        });
        await using var client = await ImapClient.ConnectAsync(server.Options with { ReadTimeout = Soon }, cancellationToken);

        var error = await Assert.CatchAsync<ImapConnectionException>(() => client.NoopAsync(cancellationToken));

        Assert.That(error.Message, Does.Contain("ReadTimeout"));
        Assert.That(error.ConnectionUsable, Is.False);
        Assert.That(client.IsConnected, Is.False);
        await Assert.CatchAsync<ImapConnectionException>(() => client.NoopAsync(cancellationToken));
    }

    [Test]
    public async Task Messages_before_an_end_inside_a_literal_are_kept(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            await session.ExpectAsync("UID FETCH");
            await session.SendAsync("* 1 FETCH (UID 1 BODY[] {2}\r\nhi)\r\n* 2 FETCH (UID 2 BODY[] {100}\r\nhalf");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);
        var received = new List<uint>();

        var error = await Assert.CatchAsync<ImapConnectionException>(async () =>
        {
            await foreach (var message in client.UidFetchAsync(UidSet.All, FetchItems.Body, null, cancellationToken))
            {
                received.Add(message.Uid);
            }
        });

        Assert.That(received, Is.EqualTo(new[] { 1u }));
        Assert.That(error.IsTransient, Is.True);
    }

    [Test]
    public async Task A_goodbye_is_the_reason_given(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            await session.ExpectAsync("NOOP");
            await session.SendAsync("* BYE maintenance until noon\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        Assert.That((await Assert.CatchAsync<ImapConnectionException>(() => client.NoopAsync(cancellationToken))).Message, Does.Contain("maintenance until noon"));
    }

    [TestCase("* BYE too many connections\r\n", "too many connections")]
    [TestCase("HTTP/1.1 400 Bad Request\r\n\r\n", "invalid response")]
    [TestCase("+OK POP3 ready\r\n", "not that of an IMAP server")]
    [TestCase("", "closed the connection")]
    public async Task A_bad_greeting_is_an_error(string greeting, string expected, CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(session => session.SendAsync(greeting));

        var act = () => ImapClient.ConnectAsync(server.Options, cancellationToken);

        Assert.That((await Assert.CatchAsync<ImapException>(act)).Message, Does.Contain(expected));
    }

    [Test]
    public async Task A_closed_port_is_a_transient_error(CancellationToken cancellationToken)
    {
        ImapConnectionOptions options;
        using var log = new TestLog();
        await using (var server = ScriptedImapServer.Start(session => session.GreetAsync()))
        {
            options = server.Options with { Logger = log.CreateLogger("mail") };
        }

        var error = await Assert.CatchAsync<ImapConnectionException>(() => ImapClient.ConnectAsync(options, cancellationToken));

        Assert.That(error.IsTransient, Is.True);
        Assert.That(error.Message, Is.EqualTo($"{options.Host}:{options.Port} cannot be reached: it refuses the connection."));
        var cause = (SocketException)error.InnerException!;
        Assert.That(log.Lines.Single(), Does.Contain($"SocketException: {cause.Message}"));
    }

    [Test]
    public async Task A_line_without_end_is_cut_off(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            await session.ExpectAsync("NOOP");
            while (true)
            {
                await session.SendAsync(new string('x', 10_000));
            }
        });
        await using var client = await ImapClient.ConnectAsync(server.Options with { MaxLineLength = 100_000 }, cancellationToken);

        Assert.That((await Assert.CatchAsync<ImapProtocolException>(() => client.NoopAsync(cancellationToken))).Message, Does.Contain("MaxLineLength"));
        Assert.That(client.IsConnected, Is.False);
    }

    [TestCase("A99 OK who asked\r\n")]
    [TestCase("+ more please\r\n")]
    public async Task An_answer_to_something_else_ends_the_connection(string answer, CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            await session.AnswerAsync("NOOP", answer);
            await session.HangAsync();
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        Assert.That((await Assert.CatchAsync<ImapProtocolException>(() => client.NoopAsync(cancellationToken))).ConnectionUsable, Is.False);
    }

    [Test]
    public async Task What_comes_unasked_disturbs_nothing(CancellationToken cancellationToken)
    {
        const string noise = "* BAD Invalid tag\r\n* NO [ALERT] disk nearly full\r\n* 7 EXISTS\r\n* 1 EXPUNGE\r\n* VANISHED 5:6\r\n"
            + "* 3 FETCH (FLAGS (\\Seen))\r\n* XYZZY {3}\r\na\r\n\r\n* FLAGS (a b)\r\n* 0 RECENT\r\n* SEARCH 1\r\n";
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            await session.AnswerAsync("SELECT", noise + "* 10 EXISTS\r\nTAG OK [READ-ONLY] selected\r\n");
            await session.AnswerAsync("NOOP", noise + "TAG OK done\r\n");
            await session.AnswerAsync("UID FETCH", noise + "* 2 FETCH (UID 4 FLAGS ())\r\n" + noise + "* 3 FETCH (UID 99 FLAGS ())\r\nTAG OK done\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        var mailbox = await client.SelectAsync("INBOX", null, cancellationToken);
        Assert.That(mailbox.Exists, Is.EqualTo(10u));
        Assert.That(mailbox.IsReadOnly, Is.True);
        await client.NoopAsync(cancellationToken);
        Assert.That(mailbox.Exists, Is.EqualTo(4u));
        var fetched = new List<uint>();
        await foreach (var message in client.UidFetchAsync(UidSet.Range(1, 10), FetchItems.Flags, null, cancellationToken))
        {
            fetched.Add(message.Uid);
        }

        Assert.That(fetched, Is.EqualTo(new[] { 4u }));
    }

    [Test]
    public async Task A_refused_command_leaves_the_connection_usable(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            await session.AnswerAsync("SELECT", "TAG NO [NONEXISTENT] no such thing\r\n");
            await session.AnswerAsync("STATUS", "TAG NO [INUSE] later\r\n");
            await session.AnswerAsync("NOOP", "TAG BAD what?\r\n");
            await session.AnswerAsync("NOOP", "TAG OK done\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        var missing = await Assert.CatchAsync<ImapCommandException>(() => client.SelectAsync("x", null, cancellationToken));
        var busy = await Assert.CatchAsync<ImapCommandException>(() => client.StatusAsync("x", cancellationToken));
        var bad = await Assert.CatchAsync<ImapCommandException>(() => client.NoopAsync(cancellationToken));
        await client.NoopAsync(cancellationToken);

        Assert.That((missing.ResponseCode, missing.ServerText, missing.IsTransient, missing.ConnectionUsable), Is.EqualTo(("NONEXISTENT", "no such thing", false, true)));
        Assert.That((busy.ResponseCode, busy.IsTransient), Is.EqualTo(("INUSE", true)));
        Assert.That((bad.IsBad, bad.IsTransient), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Cancelling_in_the_midst_closes_the_connection(CancellationToken cancellationToken)
    {
        using var cancel = new CancellationTokenSource();
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            await session.ExpectAsync("NOOP");
            await cancel.CancelAsync();
            await session.HangAsync();
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        await Assert.CatchAsync<OperationCanceledException>(() => client.NoopAsync(cancel.Token));

        Assert.That(client.IsConnected, Is.False);
    }

    [Test]
    public async Task Two_commands_at_once_are_a_mistake_of_the_caller(CancellationToken cancellationToken)
    {
        var mayAnswer = new TaskCompletionSource();
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            var tag = await session.ExpectAsync("NOOP");
            await mayAnswer.Task;
            await session.SendAsync($"{tag} OK done\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        var first = client.NoopAsync(cancellationToken);
        await Assert.CatchAsync<InvalidOperationException>(() => client.NoopAsync(cancellationToken));
        mayAnswer.SetResult();
        await first;
    }
}
