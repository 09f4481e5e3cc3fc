using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Filing;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>
/// The process may be killed at any write of a sync: after a restart, and without any further request, database and server are equal, no
/// message is stored twice, and moved messages have kept their ids.
/// </summary>
[Category(Tier.Engines)]
[TestFixture(false)]
[TestFixture(true)]
[CancelAfter(120_000)]
public sealed class CrashPointTests(bool afterCommit) : SyncFixture
{
    /// <summary>More than any of these syncs writes; that the last points were not reached is asserted.</summary>
    private const int MorePointsThanThereAre = 60;

    [Test]
    public async Task During_a_first_sync()
    {
        await StartAsync();
        var last = await CrashEverywhereAsync(prepare: () => Engine.AddAccountAsync(Server, Anna));

        Assert.That(last, Is.InRange(5, MorePointsThanThereAre - 1));
    }

    [Test]
    public async Task During_a_sync_of_moves_deletions_flags_and_news()
    {
        await StartAsync();
        await SyncAsync();
        var ids = await CachedMailbox.IdsAsync(Engine.Database, Account);
        var number = 0;
        var doomed = Anna["Sent"].Append(Message("to be deleted"));
        var last = await CrashEverywhereAsync(prepare: () =>
        {
            number++;
            Anna["Sent"].Expunge(doomed);
            doomed = Anna["Sent"].Append(Message($"to be deleted {number}"));
            Anna.Inbox.Append(Message($"news {number}"));
            Anna.Inbox.SetFlags(Anna.Inbox.Messages[0].Uid, number % 2 == 0 ? [@"\Seen"] : [@"\Flagged"]);
            MoveOneOf(ids.Keys, number % 2 == 0 ? "Blåbær & Søn" : "Archive/2025");
            if (number % 5 == 0)
            {
                Anna.Inbox.ResetUidValidity();
            }

            return Task.FromResult(Account);
        });

        Assert.That(last, Is.InRange(3, MorePointsThanThereAre - 1));
        Assert.That(ids, Is.SubsetOf(await CachedMailbox.IdsAsync(Engine.Database, Account)), "ids survive");
    }

    [Test]
    public async Task During_a_sync_that_tells_the_server_of_changes_made_here()
    {
        await StartAsync();
        Anna["Sent"].Append(Message("doomed 0"));
        await SyncAsync();
        var first = await CachedMailbox.IdsAsync(Engine.Database, Account);
        var number = 0;
        var last = await CrashEverywhereAsync(prepare: async () =>
        {
            AssertOnServer(number);
            var changes = Engine.Get<ChangeRecorder>();
            var ids = await CachedMailbox.IdsAsync(Engine.Database, Account);
            await changes.DeleteAsync([ids[Hash($"doomed {number}")]], Deadline);
            number++;
            await changes.SetFlagAsync([ids[Hash("inbox 1")]], EMailFlags.Seen, on: number % 2 == 1, Deadline);
            await changes.MoveAsync([ids[Hash("inbox 2")]], await FolderIdAsync(number % 2 == 1 ? "Archive/2025" : "INBOX"), Deadline);
            Anna["Sent"].Append(Message($"doomed {number}"));
            return Account;
        });

        AssertOnServer(number);
        Assert.That(last, Is.InRange(3, MorePointsThanThereAre - 1));
        Assert.That(
            (await CachedMailbox.IdsAsync(Engine.Database, Account))[Hash("inbox 2")], Is.EqualTo(first[Hash("inbox 2")]), "ids survive");
    }

    [Test]
    public async Task During_a_sync_that_appends_what_was_written_here()
    {
        await StartAsync();
        await SyncAsync();
        var draft = await AppendAsync("draft 0", replaces: null);
        var number = 0;
        var last = await CrashEverywhereAsync(prepare: async () =>
        {
            number++;
            Assert.That(await AppendAsync($"draft {number}", replaces: draft), Is.EqualTo(draft), "ids survive");
            await AppendAsync($"made {number}", replaces: null);
            return Account;
        });

        var subjects = Anna["Drafts"].Messages.Where(message => !message.Flags.Contains(@"\Deleted")).Select(Pushes.PushFixture.Subject);
        Assert.That(
            subjects,
            Is.EquivalentTo(Enumerable.Range(1, number).Select(each => $"made {each}").Append($"draft {number}")));
        Assert.That(last, Is.InRange(3, MorePointsThanThereAre - 1));
    }

    private async Task<int> AppendAsync(string subject, int? replaces)
    {
        var message = new MessageToAppend(
            Account, await FolderIdAsync("Drafts"), ContentReader.Whole(Message(subject)), EMailFlags.Draft, TimeProvider.System.GetUtcNow()) { Replaces = replaces };
        return await Engine.Database.WriteAsync(
            (transaction, token) => Engine.Get<AppendRecorder>().AppendAsync(transaction, message, token), Deadline);
    }

    private static string Hash(string subject) => CachedMailbox.Hash(Message(subject));

    /// <summary>What the changes of so many rounds have made of the mailbox.</summary>
    private void AssertOnServer(int rounds)
    {
        var folders = Anna.Folders.Where(folder => folder.IsSelectable)
            .SelectMany(folder => folder.Messages, (folder, message) => (Hash: CachedMailbox.Hash(message.Raw), folder.Name, message.Flags)).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                folders.Single(message => message.Hash == Hash("inbox 2")).Name, Is.EqualTo(rounds % 2 == 1 ? "Archive/2025" : "INBOX"));
            Assert.That(
                folders.Single(message => message.Hash == Hash("inbox 1")).Flags.Contains(@"\Seen"), Is.EqualTo(rounds % 2 == 1));
            Assert.That(folders.Count(message => message.Hash == Hash($"doomed {rounds - 1}")), Is.Zero);
        }
    }

    private async Task<int> FolderIdAsync(string name) =>
        (await Engine.Get<FolderStore>().ListAsync(Account, Deadline)).Single(folder => folder.Name == name).FolderId;

    private void MoveOneOf(IEnumerable<string> hashes, string target)
    {
        var wanted = hashes.ToHashSet();
        foreach (var folder in Anna.Folders.Where(folder => folder.IsSelectable && folder.Name != target && folder.Name != "INBOX"))
        {
            if (folder.Messages.FirstOrDefault(message => wanted.Contains(CachedMailbox.Hash(message.Raw))) is { } message)
            {
                folder.Move(Anna[target], message.Uid);
                return;
            }
        }
    }

    /// <summary>Crashes a sync of the prepared account at one point after the other, until a sync has no such point.</summary>
    /// <returns>The number of points.</returns>
    private async Task<int> CrashEverywhereAsync(Func<Task<int>> prepare)
    {
        // It looks for requests when it starts and after each run, and would take those of the programs that are killed.
        await Engine.StopAsync();
        for (var point = 1; point < MorePointsThanThereAre; point++)
        {
            var account = await prepare();
            var crashed = await CrashAtAsync(point, account);
            await using var restarted = await TestEngine.StartOnAsync(Engine.DataFolder, Server);
            await WaitUntilIdleAsync(restarted);
            Assert.That(
                await CachedMailbox.ReadAsync(restarted.Database, account), Is.EqualTo(CachedMailbox.Of(Anna)), $"killed at write {point}");
            if (!crashed)
            {
                return point - 1;
            }
        }

        return MorePointsThanThereAre;
    }

    private async Task<bool> CrashAtAsync(int point, int account)
    {
        await Engine.Get<SyncQueue>().EnqueueAsync([account], Deadline);
        CrashingDatabase? crashing = null;
        await using (var engine = await TestEngine.StartOnAsync(
            Engine.DataFolder, Server, services => services.AddSingleton<IDatabase>(provider => new WatchedDatabase(
                crashing = new CrashingDatabase(StorageSetup.OpenDatabase(provider), point, afterCommit)))))
        {
            await engine.UntilAsync(async () => crashing!.Crashed || await IsIdleAsync(engine), Deadline);
        }

        return crashing!.Crashed;
    }

    private static Task WaitUntilIdleAsync(TestEngine engine) => engine.UntilAsync(() => IsIdleAsync(engine), Deadline);

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
