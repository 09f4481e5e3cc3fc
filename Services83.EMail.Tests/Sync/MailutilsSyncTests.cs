using NUnit.Framework;
using Services83.EMail.Filing;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>A second, very different server: GNU imap4d keeps mbox files and knows hardly any extension.</summary>
[Category(Tier.Servers)]
[CancelAfter(60_000)]
public sealed class MailutilsSyncTests
{
    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task The_database_holds_what_the_server_has_before_and_after_changes()
    {
        await using var server = await MailutilsServer.StartAsync(cancellationToken: Deadline);
        var user = MailutilsServer.UserName(1);
        var options = server.ImapOptions(LineSecurity.Tls);
        await using (var other = await server.LogInAsync(user, Deadline))
        {
            await other.SelectAsync("INBOX", null, Deadline);
            await other.CreateAsync("Archive", Deadline);
            for (var number = 1; number <= 30; number++)
            {
                await other.AppendMessageAsync(number % 3 == 0 ? "Archive" : "INBOX", GeneratedMail.Message(number), Deadline);
            }

            await SettleAsync(other);
        }

        await using var engine = await TestEngine.StartAsync(options.Host, options.Port, server.Certificate);
        var account = await engine.AddAccountAsync(options.Host, options.Port, user, MailutilsServer.Password(user));
        await AssertEqualAsync(engine, account, options, user);

        await using (var other = await server.LogInAsync(user, Deadline))
        {
            await other.SelectAsync("INBOX", null, Deadline);
            var uids = await other.UidSearchAsync(ImapSearch.All, Deadline);
            await other.UidStoreAsync(UidSet.Of(uids.Take(3)), StoreMode.Add, [ImapFlags.Seen], null, Deadline);
            await other.UidStoreAsync(UidSet.Of(uids.Skip(3).Take(2)), StoreMode.Add, [ImapFlags.Deleted], null, Deadline);
            await other.ExpungeAsync(Deadline);
            await other.AppendMessageAsync("INBOX", GeneratedMail.Message(31), Deadline);
            await SettleAsync(other);
        }

        await AssertEqualAsync(engine, account, options, user);
        await AssertAppendsAsync(engine, account, options, user);
    }

    /// <summary>It neither tells where an appended message is, nor keeps the flags and the date that it is given.</summary>
    private static async Task AssertAppendsAsync(TestEngine engine, int account, ImapConnectionOptions options, string user)
    {
        var folder = (await engine.Get<FolderStore>().ListAsync(account, Deadline)).Single(folder => folder.Name == "Archive");
        var written = new MessageToAppend(
            account, folder.FolderId, ContentReader.Whole(GeneratedMail.Message(50)), EMailFlags.Draft, TimeProvider.System.GetUtcNow());
        var item = await engine.Database.WriteAsync(
            (transaction, token) => engine.Get<AppendRecorder>().AppendAsync(transaction, written, token), Deadline);

        await AssertEqualAsync(engine, account, options, user);

        var shown = await engine.Get<MessageReader>().FindAsync(item, Scope.Everybody, Deadline);
        Assert.That((shown?.FolderName, shown?.MessageId), Is.EqualTo(("Archive", "mail-50@test.example")), "its id survives");
        Assert.That(await engine.Get<ChangeReports>().CountAsync(Deadline), Is.Empty);
    }

    /// <summary>This server writes the UIDs of new messages down only when somebody opens the folder for writing.</summary>
    private static async Task SettleAsync(ImapClient client)
    {
        foreach (var folder in new[] { "INBOX", "Archive", "INBOX" })
        {
            await client.SelectAsync(folder, null, Deadline);
        }

        await client.LogoutAsync(Deadline);
    }

    private static async Task AssertEqualAsync(TestEngine engine, int account, ImapConnectionOptions options, string user)
    {
        var outcome = await engine.SyncAsync(account, Deadline);
        Assert.That(outcome.Error, Is.Null);
        var foreign = await ForeignMailbox.ReadAsync(options.Host, options.Port, user, MailutilsServer.Password(user), Deadline);
        Assert.That(foreign, Is.Not.Empty);
        Assert.That(await CachedMailbox.ReadAsync(engine.Database, account), Is.EqualTo(foreign));
    }
}
