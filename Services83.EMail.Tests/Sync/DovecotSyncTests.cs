using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>First syncs and odd mailboxes on a real Dovecot.</summary>
[Category(Tier.Servers)]
[NonParallelizable] // It measures what the whole process allocates.
public sealed class DovecotSyncTests : DovecotSyncFixture
{
    private const int Megabyte = 1024 * 1024;

    private static readonly string[] OddNames = ["Blåbær & Søn", "日本語", "a*b%c", "with \"quotes\"", "Deep/er/still", "tilde~", "back\\slash"];

    [TestCase(MailSecurity.Tls)]
    [TestCase(MailSecurity.StartTls)]
    public async Task The_first_sync_stores_every_message_of_every_folder(MailSecurity security)
    {
        await FillAsync(Inbox, 1, 200);
        await FillAsync("Sent", 150, 100);
        await StartEngineAsync();
        var account = await AddAccountAsync(security: security);

        await SyncAsync(account);

        await AssertEqualAsync(account);
        var bodies = await Engine.Database.FirstOrDefaultAsync<int>("SELECT COUNT(*) FROM content", new { }, Deadline);
        Assert.That(bodies, Is.EqualTo(249), "messages 150 to 200 lie in two folders and are stored once");
    }

    [Test]
    public async Task New_mail_in_a_watched_inbox_is_fetched_without_anybody_asking()
    {
        await StartEngineAsync(("Sync:IdleAccounts", "5"));
        var account = await AddAccountAsync();
        await SyncAsync(account);
        await Engine.Log.WaitForAsync("its inbox is watched", Deadline);

        await FillAsync(Inbox, 1, 1);

        await Engine.UntilAsync(async () => (await CachedMailbox.ReadAsync(Engine.Database, account)).Count > 0, Deadline);

        await AssertEqualAsync(account);
    }

    [Test]
    public async Task Folders_of_any_name_are_synced()
    {
        for (var i = 0; i < OddNames.Length; i++)
        {
            await Other.CreateAsync(OddNames[i], Deadline);
            await FillAsync(OddNames[i], i * 10, 3);
        }

        await StartEngineAsync();
        var account = await AddAccountAsync();
        await SyncAsync(account);

        await AssertEqualAsync(account);
        var folders = (await Engine.Get<FolderStore>().ListAsync(account, Deadline)).Select(folder => folder.Name);
        Assert.That(folders, Is.SupersetOf(OddNames));
    }

    [Test]
    public async Task A_sync_without_changes_sends_three_commands()
    {
        await FillAsync(Inbox, 1, 20);
        await FillAsync("Sent", 30, 20);
        await StartEngineAsync();
        var account = await AddAccountAsync();
        await SyncAsync(account);
        var before = CommandsSent().Count;

        await SyncAsync(account);

        var sent = CommandsSent().Skip(before).Where(line => !line.Contains("AUTHENTICATE", StringComparison.Ordinal)).ToArray();
        Assert.That(sent, Has.Length.LessThanOrEqualTo(3), string.Join('\n', sent));
    }

    [Test]
    public async Task Two_accounts_of_two_users_are_synced_at_once()
    {
        var second = NextUserName();
        await using var session = await Server.LogInAsync(second, Deadline);
        await FillAsync(Inbox, 1, 60);
        await FillAsync(Inbox, 40, 60, session);
        await StartEngineAsync();
        var accounts = (await AddAccountAsync(), await AddAccountAsync(second));

        await Task.WhenAll(SyncAsync(accounts.Item1), SyncAsync(accounts.Item2));

        await AssertEqualAsync(accounts.Item1);
        await AssertEqualAsync(accounts.Item2, second);
    }

    [Test]
    public async Task A_message_of_thirty_megabytes_is_stored_with_few_copies()
    {
        await Other.AppendMessageAsync(Inbox, GeneratedMail.Large(1, 30 * Megabyte), Deadline);
        await FillAsync(Inbox, 1, 5);
        await StartEngineAsync();
        var account = await AddAccountAsync();

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await SyncAsync(account);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        await AssertEqualAsync(account);
        Assert.That(allocated, Is.LessThan(3L * 30 * Megabyte), "the octets are held once, not copied from hand to hand");
    }

    [Test]
    public async Task A_message_above_the_limit_keeps_its_envelope_and_its_size()
    {
        var large = GeneratedMail.Large(7, 2 * Megabyte);
        await Other.AppendMessageAsync(Inbox, large, Deadline);
        await FillAsync(Inbox, 1, 3);
        await StartEngineAsync(("Mail:MaxMessageBytes", $"{Megabyte}"));
        var account = await AddAccountAsync();

        await SyncAsync(account);

        var inbox = (await Engine.Get<FolderStore>().ListAsync(account, Deadline)).Single(folder => folder.Name == Inbox);
        var items = await Engine.Get<MessageReader>().ListFolderAsync(inbox.FolderId, Deadline);
        Assert.That(items, Has.Count.EqualTo(4));
        var item = items.Single(item => item.Subject == "large 7");
        Assert.That((item.Complete, item.Size, item.MessageId), Is.EqualTo((false, large.LongLength, "large-7@test.example")));
        Assert.That((await Engine.Get<MessageReader>().RawAsync(item.ContentId, Deadline)).Length, Is.LessThan(1000));
    }

    [Test]
    public async Task A_message_that_the_server_cannot_read_does_not_stop_the_others()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Dovecot does not run here.");
            return;
        }

        await FillAsync(Inbox, 1, 30);
        var file = Directory.EnumerateFiles(Server.MaildirOf(User), "*", SearchOption.AllDirectories)
            .Where(path => path.Contains("/cur/", StringComparison.Ordinal) || path.Contains("/new/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).ElementAt(12);
        await StartEngineAsync(("Sync:BatchMessages", "10"));
        var account = await AddAccountAsync();
        var mode = File.GetUnixFileMode(file);
        File.SetUnixFileMode(file, UnixFileMode.None);
        for (var run = 1; run <= 6; run++)
        {
            await Engine.SyncAsync(account, Deadline);
        }

        var cached = await CachedMailbox.ReadAsync(Engine.Database, account);
        var missing = Enumerable.Range(1, 30).Except(cached.Select(line => (int)line.Uid)).Single();
        var state = (await Engine.Get<AccountStore>().FindAsync(account, Deadline))!;
        Assert.That(state.Status, Is.EqualTo(AccountStatus.Ok));
        Assert.That(state.ErrorReason, Does.Contain($"UID {missing} in '{Inbox}'"));

        File.SetUnixFileMode(file, mode);
        await Engine.Database.ExecuteAsync("UPDATE undelivered SET retry_at = 0", new { }, Deadline);
        await SyncAsync(account);
        await AssertEqualAsync(account);
    }

    private List<string> CommandsSent() => [.. Engine.Log.Lines.Where(line => line.Contains(" C: ", StringComparison.Ordinal))];
}
