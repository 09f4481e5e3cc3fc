using NUnit.Framework;
using Services83.EMail.Sandbox;

namespace Services83.EMail.Tests.Sandbox;

/// <summary>The script of faults.</summary>
[TestFixture]
[CancelAfter(20_000)]
public sealed class SandboxFaultTests : SandboxFixture
{
    [Test]
    public async Task The_line_drops_at_the_named_occurrence_and_only_there()
    {
        var fault = Server.Faults.On("NOOP", nth: 2).DropLine();
        await using var client = await LogInAsync();
        await client.OkAsync("NOOP", Deadline);

        await client.SendAsync("NOOP", Deadline);
        Assert.That(await client.ReadLineAsync(Deadline), Is.Null);

        await using var again = await LogInAsync();
        await again.OkAsync("NOOP", Deadline);
        Assert.That(fault.Hits, Is.EqualTo(1));
    }

    [Test]
    public async Task A_dropped_command_was_not_executed_unless_the_script_says_so()
    {
        Server.Faults.On("APPEND").DropLine();
        Server.Faults.On("APPEND", nth: 2).ExecuteThenDropLine();
        foreach (var expected in new[] { 0, 1 })
        {
            await using var client = await LogInAsync();
            await client.SendAsync("APPEND Sent {1+}\r\nx", Deadline);
            Assert.That(await client.ReadLineAsync(Deadline), Is.Null);
            Assert.That(Anna["Sent"].Messages, Has.Count.EqualTo(expected));
        }
    }

    [Test]
    public async Task A_hanging_command_ends_when_the_client_hangs_up()
    {
        var fault = Server.Faults.OnEvery("SELECT").Hang();
        await using (var client = await LogInAsync())
        {
            await client.SendAsync("SELECT INBOX", Deadline);
            await fault.Reached.WaitAsync(Deadline);
            Assert.That(Server.Log.ConnectionsNow, Is.EqualTo(1));
        }
        Server.Faults.Remove(fault);

        await using var other = await SelectAsync();
        Assert.That(fault.Hits, Is.EqualTo(1));
    }

    [Test]
    public async Task The_line_closes_inside_the_chosen_literal()
    {
        Server.Faults.On("UID FETCH").CloseInsideLiteral(afterBytes: 10, literal: 2);
        await using var client = await SelectAsync();
        await client.SendAsync("UID FETCH 1:2 BODY.PEEK[]", Deadline);

        Assert.That(await client.ReadLineAsync(Deadline), Does.Contain("UID 1 BODY[]"));
        await Assert.ThrowsAsync<EndOfStreamException>(async () => await client.ReadLineAsync(Deadline));
    }

    [Test]
    public async Task The_line_goes_silent_inside_a_literal()
    {
        Server.Faults.On("UID FETCH").HangInsideLiteral(afterBytes: 5);
        await using var client = await SelectAsync();
        await client.SendAsync("UID FETCH 1 BODY.PEEK[]", Deadline);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Deadline);

        var line = client.ReadLineAsync(patience.Token);
        await using var other = await LogInAsync();
        await other.OkAsync("NOOP", Deadline);

        Assert.That(line.IsCompleted, Is.False);
        await patience.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => line);
    }

    [Test]
    public async Task Refusals_leave_the_line_usable()
    {
        Server.Faults.On("SELECT").ReplyNo("[UNAVAILABLE] Try later");
        Server.Faults.On("SELECT", nth: 2).ReplyBad();
        await using var client = await LogInAsync();

        Assert.That(await client.RunAsync("SELECT INBOX", Deadline), Is.EqualTo(new[] { "NO [UNAVAILABLE] Try later" }));
        Assert.That(await client.RunAsync("SELECT INBOX", Deadline), Is.EqualTo(new[] { "BAD Error in IMAP command" }));
        await client.OkAsync("SELECT INBOX", Deadline);
    }

    [Test]
    public async Task Bye_closes_the_line_also_in_place_of_the_greeting()
    {
        Server.Faults.On("NOOP").Bye("[UNAVAILABLE] Shutting down");
        await using var client = await LogInAsync();
        await client.SendAsync("NOOP", Deadline);
        Assert.That(await client.ReadLineAsync(Deadline), Is.EqualTo("* BYE [UNAVAILABLE] Shutting down"));
        Assert.That(await client.ReadLineAsync(Deadline), Is.Null);

        Server.Faults.On(SandboxFaults.Greeting).Bye("Too many connections");
        await using var other = await ConnectAsync();
        Assert.That(other.Greeting, Is.EqualTo("* BYE Too many connections"));
    }

    [Test]
    public async Task Garbage_and_unexpected_lines_come_before_the_reply()
    {
        Server.Faults.On("NOOP").Corrupt().Untagged("* BAD Invalid tag");
        await using var client = await LogInAsync();

        Assert.That(await client.RunAsync("NOOP", Deadline), Is.EqualTo(new[] { "* 1 FETCH (UID )(\0\u00FF \"unfinished", "* BAD Invalid tag", "OK NOOP completed." }));
    }

    [Test]
    public async Task A_lying_server_rewrites_its_lines_for_one_reply()
    {
        Server.Faults.On("UID FETCH").Rewrite(line => line.Replace("RFC822.SIZE 19", "RFC822.SIZE 99"));
        await using var client = await SelectAsync();

        Assert.That(await client.OkAsync("UID FETCH 2 RFC822.SIZE", Deadline), Is.EqualTo(new[] { "* 2 FETCH (UID 2 RFC822.SIZE 99)" }));
        Assert.That(await client.OkAsync("UID FETCH 2 RFC822.SIZE", Deadline), Is.EqualTo(new[] { "* 2 FETCH (UID 2 RFC822.SIZE 19)" }));
    }

    [Test]
    public async Task Logins_are_refused_for_one_user_however_they_authenticate()
    {
        var fault = Server.Faults.RefuseLogin("anna");
        await using var client = await ConnectAsync();

        Assert.That((await client.RunAsync("LOGIN anna secret", Deadline))[^1], Does.StartWith("NO [AUTHENTICATIONFAILED]"));
        Assert.That((await client.RunAsync("AUTHENTICATE PLAIN AGFubmEAc2VjcmV0", Deadline))[^1], Does.StartWith("NO [AUTHENTICATIONFAILED]"));
        await client.OkAsync("LOGIN bob secret", Deadline);
        Assert.That(fault.Hits, Is.EqualTo(2));
    }

    [Test]
    public async Task A_delayed_command_waits_for_the_test_and_then_goes_on()
    {
        var release = new TaskCompletionSource();
        var fault = Server.Faults.On("NOOP").DelayUntil(release.Task).ReplyNo("after all");
        await using var client = await LogInAsync();

        var reply = client.RunAsync("NOOP", Deadline);
        await fault.Reached.WaitAsync(Deadline);
        Assert.That(reply.IsCompleted, Is.False);
        release.SetResult();

        Assert.That(await reply, Is.EqualTo(new[] { "NO after all" }));
    }

    [Test]
    public async Task Rules_can_be_limited_to_a_user_match_any_command_and_be_cleared()
    {
        Server.Faults.OnEvery(SandboxFaults.AnyCommand).For("bob").ReplyNo("not you");
        await using var anna = await LogInAsync();
        await using var bob = await LogInAsync("bob");

        await anna.OkAsync("NOOP", Deadline);
        Assert.That(await bob.RunAsync("NOOP", Deadline), Is.EqualTo(new[] { "NO not you" }));
        Server.Faults.Clear();
        await bob.OkAsync("NOOP", Deadline);
    }

    [Test]
    public async Task Rules_can_be_limited_to_commands_about_something()
    {
        Server.Faults.OnEvery("SELECT").Containing("Trash").ReplyNo("not this one");
        await using var client = await LogInAsync();

        await client.OkAsync("SELECT INBOX", Deadline);
        Assert.That((await client.RunAsync("SELECT Trash", Deadline))[^1], Is.EqualTo("NO not this one"));
    }

    [Test]
    public async Task The_tls_handshake_can_fail()
    {
        Server.Faults.On(SandboxFaults.TlsHandshake).DropLine();

        await Assert.CatchAsync<IOException>(async () => await ImapLineClient.ConnectAsync(Server.TlsPort, Deadline, tls: true));

        await using var client = await ImapLineClient.ConnectAsync(Server.TlsPort, Deadline, tls: true);
        await client.OkAsync("LOGIN anna secret", Deadline);
    }
}
