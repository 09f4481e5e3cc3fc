using NUnit.Framework;
using Services83.EMail.Filing;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Hosting;

/// <summary>
/// The process is killed while it sends changes to the server, before or after the server has executed a command, and the answer is lost.
/// After the restart no change is lost or made twice.
/// </summary>
[Category(Tier.Kills)]
[CancelAfter(300_000)]
public sealed class KilledPushTests : ProgramFixture
{
    [TestCase("APPEND", false)]
    [TestCase("APPEND", true)]
    [TestCase("UID MOVE", true)]
    public async Task Killed_at(string command, bool done)
    {
        var anna = Mailbox("anna", messages: 4);
        var mail = await StartMailServerAsync(anna);
        await AddUserAsync("admin", "--admin");
        await ImportAsync(mail, "admin", anna);
        await MustRunAsync("", ["sync", .. SettingsFor(mail)]);
        using var database = OpenDatabase();
        var before = await CachedMailbox.IdsAsync(database, 1);
        var written = await ChangeAsync(database, anna);

        var held = new TaskCompletionSource();
        var fault = mail.Faults.On(command);
        _ = done ? fault.ExecuteThenDropLine() : fault.DelayUntil(held.Task);
        var server = await StartServerAsync(SettingsFor(mail));
        await fault.Reached.WaitAsync(Deadline);
        await server.Process.KillAsync();
        held.SetCanceled(Deadline);
        mail.Faults.Clear();
        await MustRunAsync("", ["sync", .. SettingsFor(mail)]);
        await MustRunAsync("", ["sync", .. SettingsFor(mail)]);

        Assert.That(await CachedMailbox.ReadAsync(database, 1), Is.EqualTo(CachedMailbox.Of(anna)));
        Assert.That(await new ChangeReports(database, TimeProvider.System).CountAsync(Deadline), Is.Empty);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(anna["Drafts"].Messages, Has.Count.EqualTo(1), "the draft, once");
            Assert.That(anna["Trash"].Messages, Has.Count.EqualTo(1), "the moved message, once");
            Assert.That(anna.Inbox.Messages, Has.Count.EqualTo(2), "without the moved and the deleted one");
            var after = await CachedMailbox.IdsAsync(database, 1);
            Assert.That(after[CachedMailbox.Hash(anna["Drafts"].Messages.Single().Raw)], Is.EqualTo(written), "ids survive");
            Assert.That(after[CachedMailbox.Hash(anna["Trash"].Messages.Single().Raw)], Is.EqualTo(before[CachedMailbox.Hash(anna["Trash"].Messages.Single().Raw)]));
        }
    }

    private static async Task<int> ChangeAsync(IDatabase database, SandboxAccount anna)
    {
        var items = await CachedMailbox.IdsAsync(database, 1);
        var folders = await new FolderStore(database, TimeProvider.System).ListAsync(1, Deadline);
        var changes = new ChangeRecorder(database, TimeProvider.System);
        var inbox = anna.Inbox.Messages.Select(message => items[CachedMailbox.Hash(message.Raw)]).ToArray();
        var made = new MessageToAppend(
            1, folders.Single(folder => folder.Name == "Drafts").FolderId,
            ContentReader.Whole("Subject: draft\r\nMessage-ID: <draft@test.example>\r\n\r\nText\r\n"u8.ToArray()), EMailFlags.Draft, TimeProvider.System.GetUtcNow());
        var written = await database.WriteAsync(
            (transaction, token) => new AppendRecorder(TimeProvider.System).AppendAsync(transaction, made, token), Deadline);
        await changes.SetFlagAsync([inbox[0]], EMailFlags.Flagged, on: true, Deadline);
        await changes.MoveAsync([inbox[1]], folders.Single(folder => folder.Name == "Trash").FolderId, Deadline);
        await changes.DeleteAsync([inbox[2]], Deadline);
        return written;
    }
}
