using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail.Imap;

[CancelAfter(60_000)]
public sealed class IdleTests
{
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(28);

    // Long enough that no other timeout is reached when the clock is moved by a renewal.
    private static readonly TimeSpan Patient = TimeSpan.FromHours(5);

    private readonly ManualTimeProvider _clock = new();

    [TestCase("* 4 EXISTS\r\n", MailboxChanges.Arrived)]
    [TestCase("* 2 EXPUNGE\r\n", MailboxChanges.Removed)]
    [TestCase("* VANISHED 7\r\n", MailboxChanges.Removed)]
    [TestCase("* 1 FETCH (FLAGS (\\Seen))\r\n", MailboxChanges.Flags)]
    [TestCase("* OK Still here\r\n* 3 EXISTS\r\n* 0 RECENT\r\n* 4 EXISTS\r\n", MailboxChanges.Arrived)]
    public async Task A_change_ends_the_wait_and_leaves_the_connection_to_other_commands(
        string pushed, MailboxChanges expected, CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await OpenAsync(session, "IDLE");
            var tag = await session.ExpectAsync("IDLE");
            await session.SendAsync("+ idling\r\n" + pushed);
            Assert.That(await session.ReadLineAsync(), Is.EqualTo("DONE"));
            await session.SendAsync($"{tag} OK done\r\n");
            await session.AnswerAsync("NOOP", "TAG OK done\r\n");
        });
        await using var client = await SelectAsync(server, cancellationToken);

        Assert.That(await client.WaitForChangesAsync(cancellationToken), Is.EqualTo(expected));

        await client.NoopAsync(cancellationToken);
    }

    [Test]
    public async Task Idle_is_renewed_before_the_server_loses_patience(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await OpenAsync(session, "IDLE");
            for (var round = 0; round < 3; round++)
            {
                var tag = await session.ExpectAsync("IDLE");
                await session.SendAsync("+ idling\r\n");
                _clock.Advance(Renewal);
                Assert.That(await session.ReadLineAsync(), Is.EqualTo("DONE"));
                // Changes that arrive with the end of one IDLE must not wait for the next one.
                await session.SendAsync($"{(round == 2 ? "* 4 EXISTS\r\n" : "")}{tag} OK done\r\n");
            }
        });
        await using var client = await SelectAsync(server, cancellationToken);

        Assert.That(await client.WaitForChangesAsync(cancellationToken), Is.EqualTo(MailboxChanges.Arrived));
    }

    [Test]
    public async Task A_dead_line_is_noticed_at_the_renewal(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await OpenAsync(session, "IDLE");
            await session.ExpectAsync("IDLE");
            await session.SendAsync("+ idling\r\n* 4 EXI");
            _clock.Advance(Renewal);
            await session.ReadLineAsync();
            _clock.Advance(Patient);
            await session.HangAsync();
        });
        await using var client = await SelectAsync(server, cancellationToken);

        var error = await Assert.CatchAsync<ImapConnectionException>(() => client.WaitForChangesAsync(cancellationToken));

        Assert.That(error.Message, Does.Contain("connection is dead"));
        Assert.That((error.IsTransient, client.IsConnected), Is.EqualTo((true, false)));
    }

    [TestCase("* BYE maintenance\r\n", "maintenance")]
    [TestCase("TAG OK enough\r\n", "ended IDLE by itself")]
    [TestCase("* 1 FETCH (\r\n", "invalid response")]
    public async Task An_end_by_the_server_is_an_error_that_closes_the_connection(string end, string expected, CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await OpenAsync(session, "IDLE");
            var tag = await session.ExpectAsync("IDLE");
            await session.SendAsync("+ idling\r\n" + end.Replace("TAG", tag));
        });
        await using var client = await SelectAsync(server, cancellationToken);

        Func<Task> wait = () => client.WaitForChangesAsync(cancellationToken);

        Assert.That((await Assert.CatchAsync<ImapException>(wait)).Message, Does.Contain(expected));
        Assert.That(client.IsConnected, Is.False);
    }

    [Test]
    public async Task Cancelling_ends_idle_politely(CancellationToken cancellationToken)
    {
        using var cancel = new CancellationTokenSource();
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await OpenAsync(session, "IDLE");
            var tag = await session.ExpectAsync("IDLE");
            await session.SendAsync("+ idling\r\n");
            await cancel.CancelAsync();
            Assert.That(await session.ReadLineAsync(), Is.EqualTo("DONE"));
            await session.SendAsync($"* 4 EXISTS\r\n{tag} OK done\r\n");
            await session.AnswerAsync("NOOP", "TAG OK done\r\n");
        });
        await using var client = await SelectAsync(server, cancellationToken);

        // A change that arrives with the end is better than an exception, and is not lost in either case.
        Assert.That(await client.WaitForChangesAsync(cancel.Token), Is.EqualTo(MailboxChanges.Arrived));

        await Assert.CatchAsync<OperationCanceledException>(() => client.WaitForChangesAsync(cancel.Token));
        await client.NoopAsync(cancellationToken);
    }

    [Test]
    public async Task Without_idle_the_server_is_asked_at_intervals(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await OpenAsync(session, "");
            await session.AnswerAsync("NOOP", "* 3 EXISTS\r\n* 4 EXISTS\r\nTAG OK done\r\n");
        });
        await using var client = await SelectAsync(server, cancellationToken);

        var waiting = client.WaitForChangesAsync(cancellationToken);
        Assert.That(waiting.IsCompleted, Is.False);
        _clock.Advance(server.Options.PollInterval);

        Assert.That(await waiting, Is.EqualTo(MailboxChanges.Arrived));
    }

    [Test]
    public async Task What_was_reported_during_other_commands_is_not_waited_for(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await OpenAsync(session, "IDLE");
            await session.AnswerAsync("NOOP", "* 4 EXISTS\r\nTAG OK done\r\n");
            await session.AnswerAsync("NOOP", "* 1 FETCH (FLAGS ())\r\nTAG OK done\r\n");
        });
        await using var client = await SelectAsync(server, cancellationToken);
        await client.NoopAsync(cancellationToken);
        await client.NoopAsync(cancellationToken);

        Assert.That(await client.WaitForChangesAsync(cancellationToken), Is.EqualTo(MailboxChanges.Arrived | MailboxChanges.Flags));
    }

    [Test]
    public async Task A_refused_idle_leaves_the_connection_usable(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await OpenAsync(session, "IDLE");
            await session.AnswerAsync("IDLE", "TAG NO not today\r\n");
            await session.AnswerAsync("NOOP", "TAG OK done\r\n");
        });
        await using var client = await SelectAsync(server, cancellationToken);

        await Assert.CatchAsync<ImapCommandException>(() => client.WaitForChangesAsync(cancellationToken));
        await client.NoopAsync(cancellationToken);
    }

    [Test]
    public void A_renewal_beyond_29_minutes_is_no_option() =>
        Assert.Catch<ArgumentOutOfRangeException>(() => new ImapConnectionOptions { Host = "x", IdleRenewal = TimeSpan.FromMinutes(30) });

    private static async Task OpenAsync(ScriptedSession session, string capabilities)
    {
        await session.GreetAsync(capabilities);
        await session.AnswerAsync("SELECT", "* 3 EXISTS\r\nTAG OK selected\r\n");
    }

    private async Task<ImapClient> SelectAsync(ScriptedImapServer server, CancellationToken cancellationToken)
    {
        var options = server.Options with { TimeProvider = _clock, IdleRenewal = Renewal, ReadTimeout = Patient, CommandTimeout = 10 * Patient };
        var client = await ImapClient.ConnectAsync(options, cancellationToken);
        await client.SelectAsync("INBOX", null, cancellationToken);
        return client;
    }
}
