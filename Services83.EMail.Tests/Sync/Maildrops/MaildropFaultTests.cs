using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Maildrops;

/// <summary>POP3 servers that refuse, lie, and break connections, and a program that is killed.</summary>
[Category(Tier.Engines)]
[LongWait]
public sealed class MaildropFaultTests : MaildropFixture
{
    private const int MorePointsThanThereAre = 40;

    private static readonly string[] All = ["message 1", "message 2", "message 3"];

    [Test]
    public async Task Wherever_the_connection_breaks_nothing_is_lost_or_doubled_or_deleted_too_early([Values(0, 20)] int bytes)
    {
        await StartAsync(deleteAfter: 0, ("Sync:BatchMessages", "1"));
        for (var point = 1; point < MorePointsThanThereAre; point++)
        {
            var sent = 0;
            Server.Messages.Clear();
            Server.Add($"first{point}", Message($"first {point}"));
            Server.Add($"second{point}", Message($"second {point}"));
            Server.CutAfter = _ => Interlocked.Increment(ref sent) == point ? bytes : null;
            var broken = await TrySyncAsync();
            await AssertKeptAsync(point);
            Server.CutAfter = _ => null;
            await SyncAsync();
            await AssertKeptAsync(point);
            Assert.That(Server.Messages, Is.Empty);
            if (broken.Error is null && sent < point)
            {
                Assert.That(point, Is.GreaterThan(8), "the cuts reached the end of the session");
                return;
            }
        }

        Assert.Fail("There are more points than expected.");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Wherever_the_program_is_killed_nothing_is_lost_or_doubled(bool afterCommit)
    {
        await StartAsync(deleteAfter: 0);
        // It looks for requests when it starts and after each run, and would take those of the programs that are killed.
        await Engine.StopAsync();
        for (var point = 1; point < MorePointsThanThereAre; point++)
        {
            Server.Messages.Clear();
            Server.Add($"first{point}", Message($"first {point}"));
            Server.Add($"second{point}", Message($"second {point}"));
            var crashed = await CrashAtAsync(point, afterCommit);
            await AssertKeptAsync(point);
            await using (var restarted = await TestEngine.StartOnAsync(Engine.DataFolder, "127.0.0.1", Server.Port, Server.Certificate))
            {
                Assert.That((await restarted.SyncAsync(Account, Deadline)).Error, Is.Null);
            }

            await AssertKeptAsync(point);
            Assert.That(Server.Messages, Is.Empty);
            if (!crashed)
            {
                Assert.That(point, Is.GreaterThan(4));
                return;
            }
        }

        Assert.Fail("There are more points than expected.");
    }

    [Test]
    public async Task A_locked_maildrop_is_waited_for()
    {
        await StartAsync();
        Server.IsLocked = true;
        var locked = await TrySyncAsync();
        var state = await StateAsync();
        Server.IsLocked = false;
        await SyncAsync();

        Assert.That((locked.IsTransient, state.Status), Is.EqualTo((true, AccountStatus.Failing)));
        Assert.That(state.ErrorReason, Does.Contain("the maildrop is locked"));
        Assert.That(await SubjectsAsync(), Is.EqualTo(All));
    }

    [TestCase("AUTH", "-ERR [SYS/TEMP] no storage\r\n", true)]
    [TestCase("AUTH", "-ERR [AUTH] no\r\n", false)]
    [TestCase("UIDL", "-ERR [SYS/TEMP] index is being rebuilt\r\n", true)]
    [TestCase("RETR", "-ERR [SYS/TEMP] no storage\r\n", true)]
    public async Task What_the_server_says_of_itself_decides_when_the_account_is_tried_again(string command, string answer, bool isTransient)
    {
        await StartAsync();
        Server.Instead = line => line.StartsWith(command, StringComparison.Ordinal) ? answer : null;
        var outcome = await TrySyncAsync();

        Assert.That(outcome.Error, Is.InstanceOf<MailServerException>());
        Assert.That(outcome.IsTransient, Is.EqualTo(isTransient));
    }

    [Test]
    public async Task A_server_without_unique_ids_is_told_for_good([Values] bool hasCapabilities)
    {
        await StartAsync();
        Server.Capabilities = ["SASL PLAIN"];
        Server.Instead = line => line == "UIDL" ? "-ERR unknown command\r\n" : null;
        if (!hasCapabilities)
        {
            // Once logged in, the server does not know CAPA any more.
            Server.Instead = line => line == "UIDL" || (line == "CAPA" && Server.Count("AUTH") > 0) ? "-ERR unknown command\r\n" : null;
        }

        var outcome = await TrySyncAsync();

        Assert.That(outcome.IsTransient, Is.False);
        Assert.That(outcome.Error!.Message, Does.EndWith("has no unique ids (UIDL), so messages that were fetched cannot be recognised. Use IMAP for this mailbox."));
    }

    [Test]
    public async Task A_message_that_is_refused_does_not_keep_the_others_and_is_told()
    {
        await StartAsync();
        Server.Instead = line => line == "RETR 2" ? "-ERR it is damaged\r\n" : null;
        await SyncAsync();
        var state = await StateAsync();
        Server.Instead = _ => null;
        await SyncAsync();

        Assert.That((state.Status, state.ErrorReason), Is.EqualTo((AccountStatus.Ok, "The server lists messages that it does not deliver (1), such as UID 2 in 'INBOX': it is damaged")));
        Assert.That(await SubjectsAsync(), Is.EqualTo(All));
        Assert.That((await StateAsync()).ErrorReason, Is.Empty);
    }

    [Test]
    public async Task A_message_at_which_the_connection_always_breaks_does_not_keep_the_others()
    {
        await StartAsync();
        Server.CutAfter = line => line == "RETR 3" ? 30 : null;
        var errors = new List<bool>();
        for (var i = 0; i < 4; i++)
        {
            errors.Add((await TrySyncAsync()).Error is not null);
        }

        Assert.That(errors, Is.EqualTo(new[] { true, true, false, false }));
        Assert.That(await SubjectsAsync(), Is.EqualTo(new[] { "message 1", "message 2" }));
        Assert.That((await StateAsync()).ErrorReason, Does.StartWith("The server lists messages that it does not deliver (1), such as UID 3 in 'INBOX'"));
    }

    [Test]
    public async Task A_message_that_is_larger_than_the_server_says_is_stored_by_its_header_in_the_end()
    {
        await StartAsync(("Mail:MaxMessageBytes", "2000"));
        Server.SizeOf = message => Math.Min(message.Raw.Length, 500);
        Server.Add("large", Message("large", padding: 1000));
        var first = await TrySyncAsync();
        await SyncAsync();

        Assert.That(first.Error!.Message, Does.Contain("more than 2000 bytes"));
        Assert.That((await ItemsAsync()).Select(item => (item.Subject, item.Complete)), Does.Contain(("large", false)).And.Contain(("message 1", true)));
    }

    [Test]
    public async Task A_server_that_does_not_answer_is_left()
    {
        await StartAsync(("Mail:ReadTimeoutSeconds", "1"));
        Server.Instead = line => line == "RETR 1" ? "" : null;
        var outcome = await TrySyncAsync();

        Assert.That(outcome.IsTransient, Is.True);
        Assert.That(await SubjectsAsync(), Is.EqualTo(new[] { "message 2", "message 3" }), "what had arrived is stored");
    }

    private async Task AssertKeptAsync(int point)
    {
        var subjects = (await SubjectsAsync()).Where(subject => subject == $"first {point}" || subject == $"second {point}").ToArray();
        var onServer = Server.Messages.Select(message => message.Id == $"first{point}" ? $"first {point}" : $"second {point}");
        Assert.That(subjects, Is.Unique);
        Assert.That(subjects.Union(onServer), Is.EquivalentTo(new[] { $"first {point}", $"second {point}" }), $"point {point}");
    }

    private async Task<bool> CrashAtAsync(int point, bool afterCommit)
    {
        await Engine.Get<SyncQueue>().EnqueueAsync([Account], Deadline);
        CrashingDatabase? crashing = null;
        await using var engine = await TestEngine.StartOnAsync(
            Engine.DataFolder, "127.0.0.1", Server.Port, Server.Certificate, services => services.AddSingleton<IDatabase>(provider => new WatchedDatabase(
                crashing = new CrashingDatabase(StorageSetup.OpenDatabase(provider), point, afterCommit))));
        await engine.UntilAsync(async () => crashing!.Crashed || await IsIdleAsync(engine), Deadline);
        return crashing!.Crashed;
    }

    /// <summary>The program may be killed between the two questions.</summary>
    private static async Task<bool> IsIdleAsync(TestEngine engine)
    {
        try
        {
            return (await engine.Get<SyncQueue>().ListAsync(Deadline)).Count == 0;
        }
        catch (CrashException)
        {
            return true;
        }
    }
}
