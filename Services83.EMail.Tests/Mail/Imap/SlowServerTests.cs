using System.IO.Pipelines;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail.Imap;

[CancelAfter(60_000)]
public sealed class SlowServerTests
{
    private static readonly ImapConnectionOptions Options = new()
    {
        Host = "unused",
        ReadTimeout = TimeSpan.FromSeconds(60),
        CommandTimeout = TimeSpan.FromSeconds(100),
        MinimumRate = 10,
    };

    [TestCase("* OK ")]
    [TestCase("* 1 FETCH (BODY[] {100000}\r\n")]
    public async Task A_server_that_trickles_does_not_hold_us_for_ever(string beginning, CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync();
            await session.ExpectAsync("NOOP");
            await session.SendAsync(beginning);
            while (true)
            {
                await session.SendAsync("x");
                await session.PauseAsync(TimeSpan.FromMilliseconds(20));
            }
        });
        var options = server.Options with { CommandTimeout = TimeSpan.FromMilliseconds(300), ReadTimeout = TimeSpan.FromSeconds(20) };
        await using var client = await ImapClient.ConnectAsync(options, cancellationToken);

        var error = await Assert.CatchAsync<ImapConnectionException>(() => client.NoopAsync(cancellationToken));

        Assert.That(error.Message, Does.Contain("CommandTimeout"));
        Assert.That((error.IsTransient, client.IsConnected), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Waits_add_up_to_the_limit_of_a_command(CancellationToken cancellationToken)
    {
        var clock = new ManualTimeProvider();
        var line = new Pipe();
        var patience = new Patience(Options with { TimeProvider = clock }, ImapConnectionException.Of);

        // 100 s are allowed. Each wait takes 40 s and its single byte adds 0.1 s, so the third wait is the last one.
        await WaitAsync(patience, clock, line, 1, cancellationToken);
        await WaitAsync(patience, clock, line, 1, cancellationToken);
        var last = patience.ReadAsync(line.Reader, held: 0, cancellationToken).AsTask();
        clock.Advance(TimeSpan.FromSeconds(40));

        Assert.That((await Assert.CatchAsync<ImapConnectionException>(() => last)).Message, Does.Contain("too slowly: 2 bytes in 80 s"));
    }

    [Test]
    public async Task What_arrives_buys_more_time_and_a_new_command_has_all_of_it(CancellationToken cancellationToken)
    {
        var clock = new ManualTimeProvider();
        var line = new Pipe();
        var patience = new Patience(Options with { TimeProvider = clock }, ImapConnectionException.Of);

        for (var round = 0; round < 20; round++)
        {
            await WaitAsync(patience, clock, line, 400, cancellationToken);
        }

        patience.Renew();
        await WaitAsync(patience, clock, line, 1, cancellationToken);
        await WaitAsync(patience, clock, line, 1, cancellationToken);
    }

    [Test]
    public async Task Silence_is_told_apart_from_trickling(CancellationToken cancellationToken)
    {
        var clock = new ManualTimeProvider();
        var patience = new Patience(Options with { TimeProvider = clock }, ImapConnectionException.Of);

        var waiting = patience.ReadAsync(new Pipe().Reader, held: 0, cancellationToken).AsTask();
        clock.Advance(TimeSpan.FromSeconds(60));

        Assert.That((await Assert.CatchAsync<ImapConnectionException>(() => waiting)).Message, Does.Contain("sent nothing for 60 s (ReadTimeout)"));
    }

    private static async Task WaitAsync(Patience patience, ManualTimeProvider clock, Pipe line, int octets, CancellationToken cancellationToken)
    {
        var waiting = patience.ReadAsync(line.Reader, held: 0, cancellationToken).AsTask();
        clock.Advance(TimeSpan.FromSeconds(40));
        await line.Writer.WriteAsync(new byte[octets], cancellationToken);
        line.Reader.AdvanceTo((await waiting).Buffer.End);
    }
}
