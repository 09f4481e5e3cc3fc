using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Tests.Support;
using Shouldly;

namespace Services83.EMail.Tests.Mail.Imap;

[CancelAfter(60_000)]
public sealed class IdleTests
{
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(28);

    // Long enough that no other deadline is reached when the clock is moved by a renewal.
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
            (await session.ReadLineAsync()).ShouldBe("DONE");
            await session.SendAsync($"{tag} OK done\r\n");
            await session.AnswerAsync("NOOP", "TAG OK done\r\n");
        });
        await using var client = await SelectAsync(server, cancellationToken);

        (await client.WaitForChangesAsync(cancellationToken)).ShouldBe(expected);

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
                (await session.ReadLineAsync()).ShouldBe("DONE");
                // What comes with the end of one IDLE must not wait for the next.
                await session.SendAsync($"{(round == 2 ? "* 4 EXISTS\r\n" : "")}{tag} OK done\r\n");
            }
        });
        await using var client = await SelectAsync(server, cancellationToken);

        (await client.WaitForChangesAsync(cancellationToken)).ShouldBe(MailboxChanges.Arrived);
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

        var error = await Should.ThrowAsync<ImapConnectionException>(() => client.WaitForChangesAsync(cancellationToken));

        error.Message.ShouldContain("line is dead");
        (error.IsTransient, client.IsConnected).ShouldBe((true, false));
    }

    [TestCase("* BYE maintenance\r\n", "maintenance")]
    [TestCase("TAG OK enough\r\n", "ended IDLE by itself")]
    [TestCase("* 1 FETCH (\r\n", "cannot be read")]
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

        (await wait.ShouldThrowAsync<ImapException>()).Message.ShouldContain(expected);
        client.IsConnected.ShouldBeFalse();
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
            (await session.ReadLineAsync()).ShouldBe("DONE");
            await session.SendAsync($"* 4 EXISTS\r\n{tag} OK done\r\n");
            await session.AnswerAsync("NOOP", "TAG OK done\r\n");
        });
        await using var client = await SelectAsync(server, cancellationToken);

        // A change that arrives with the end is better than an exception, and not lost either way.
        (await client.WaitForChangesAsync(cancel.Token)).ShouldBe(MailboxChanges.Arrived);

        await Should.ThrowAsync<OperationCanceledException>(() => client.WaitForChangesAsync(cancel.Token));
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
        waiting.IsCompleted.ShouldBeFalse();
        _clock.Advance(server.Options.PollInterval);

        (await waiting).ShouldBe(MailboxChanges.Arrived);
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

        (await client.WaitForChangesAsync(cancellationToken)).ShouldBe(MailboxChanges.Arrived | MailboxChanges.Flags);
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

        await Should.ThrowAsync<ImapCommandException>(() => client.WaitForChangesAsync(cancellationToken));
        await client.NoopAsync(cancellationToken);
    }

    [Test]
    public void A_renewal_beyond_29_minutes_is_no_option() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new ImapConnectionOptions { Host = "x", IdleRenewal = TimeSpan.FromMinutes(30) });

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
