using NUnit.Framework;
using Services83.EMail.Filing;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Sync.Queue;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Pushes;

/// <summary>A synced mailbox that is changed here; syncs run when a test asks for them and not otherwise.</summary>
public abstract class PushFixture : SyncFixture
{
    protected ChangeRecorder Recorder => Engine.Get<ChangeRecorder>();

    protected async Task StartSyncedAsync(IReadOnlyList<string>? capabilities = null)
    {
        await StartAsync(capabilities, ("Sync:SweepSeconds", "3600"));
        await SyncToTheEndAsync();
    }

    protected async Task SyncToTheEndAsync()
    {
        await SyncAsync();
        // The search at the end of this sync would start another one for a change that the test makes meanwhile.
        await Polling.UntilAsync(async () => (await Engine.Get<SyncSchedule>().AccountsAsync(Deadline)).Count == 0, Deadline);
        Server.Log.Clear();
    }

    protected async Task<int> ItemAsync(string subject) => (await ItemsAsync(subject)).Single();

    protected Task<IReadOnlyList<int>> ItemsAsync(string subject) => Engine.Database.QueryAsync<int>(
        "SELECT item_id FROM email_item JOIN content USING (content_id) WHERE subject = @subject ORDER BY item_id", new { subject }, Deadline);

    protected async Task<StoredFolder> FolderAsync(string name) =>
        (await Engine.Get<FolderStore>().ListAsync(Account, Deadline)).Single(folder => folder.Name == name);

    protected async Task<StoredItem?> ShownAsync(int itemId) => await Engine.Get<MessageReader>().FindAsync(itemId, Scope.Everybody, Deadline);

    protected async Task<IReadOnlyList<int>> ShownInAsync(string folder) =>
        [.. (await Engine.Get<MessageReader>().ListFolderAsync((await FolderAsync(folder)).FolderId, Deadline)).Select(item => item.ItemId)];

    protected async Task<ChangeCount> CountAsync() =>
        (await Engine.Get<ChangeReports>().CountAsync(Deadline)).GetValueOrDefault(Account);

    protected async Task MarkAsync(int itemId, bool read) => await Recorder.SetFlagAsync([itemId], EMailFlags.Seen, read, Deadline);

    protected async Task MoveAsync(int itemId, string folder) =>
        await Recorder.MoveAsync([itemId], (await FolderAsync(folder)).FolderId, Deadline);

    /// <summary>Places a message that is made here; returns its id.</summary>
    protected async Task<int> AppendAsync(byte[] message, string folder = "Drafts", int? replaces = null, bool mayBeThere = false)
    {
        var folderId = (await FolderAsync(folder)).FolderId;
        var made = new MessageToAppend(
            Account, folderId, ContentReader.Whole(message), EMailFlags.Draft | EMailFlags.Seen, TimeProvider.System.GetUtcNow())
        {
            Replaces = replaces,
            MayBeThere = mayBeThere,
        };
        return await Engine.Database.WriteAsync(
            (transaction, token) => Engine.Get<AppendRecorder>().AppendAsync(transaction, made, token), Deadline);
    }

    protected async Task DeleteAsync(int itemId) => await Recorder.DeleteAsync([itemId], Deadline);

    /// <summary>Syncs, whatever comes of it, until no change is pending any more.</summary>
    protected async Task SettleAsync()
    {
        for (var i = 0; i < 6; i++)
        {
            await Engine.SyncAsync(Account, Deadline);
            if ((await CountAsync()).Pending == 0)
            {
                break;
            }
        }

        await SyncAsync();
        Assert.That((await CountAsync()).Pending, Is.Zero);
    }

    /// <summary>Subjects of the messages of a folder on the server, without those that are only waiting to be expunged.</summary>
    protected IReadOnlyList<string> OnServer(string folder) =>
        [.. Anna[folder].Messages.Where(message => !message.Flags.Contains(@"\Deleted")).Select(Subject).Order(StringComparer.Ordinal)];

    internal static string Subject(SandboxMessage message) =>
        System.Text.Encoding.UTF8.GetString(message.Raw.Span).Split("\r\n").Single(line => line.StartsWith("Subject: ", StringComparison.Ordinal))[9..];

    /// <summary>Nothing is left of the changes on top of what the server has.</summary>
    protected async Task AssertSettledAsync()
    {
        await AssertEqualAsync();
        var left = await Engine.Database.FirstOrDefaultAsync<int>(
            """
            SELECT COUNT(*) FROM email_item
            WHERE pending_set <> 0 OR pending_clear <> 0 OR pending_folder IS NOT NULL OR pending_delete = TRUE
            """,
            new { }, Deadline);
        Assert.That(left, Is.Zero, "something is still on top of what the server has");
    }
}
