using Services83.EMail.Background;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Sync.Run;

// What a run reports: its result and its progress.
internal sealed partial class AccountSync
{
    private async Task<SyncOutcome> DescribeAsync(SyncOutcome outcome, string note, CancellationToken cancellationToken)
    {
        var id = outcome.AccountId;
        if (outcome.Error is not null)
        {
            LogFailed(id, Reasons.Of(outcome.Error));
            return outcome;
        }

        LogDone(id, outcome.NewMessages);
        string[] notes = [note, await undelivered.DescribeAsync(id, cancellationToken), .. await changes.DescribeAsync(id, cancellationToken)];
        return outcome with { Note = string.Join(' ', notes.Where(note => note.Length > 0)) };
    }

    private async Task ReportAsync(Run run, string folder, int count, CancellationToken cancellationToken)
    {
        run.Stored += count;
        await queue.ReportAsync(run.Account.AccountId, folder, run.Stored, run.Total, cancellationToken);
    }

    /// <summary>The state of one run so far.</summary>
    private sealed class Run(MailAccount account, SyncDepth depth, DateTimeOffset startedAt)
    {
        public MailAccount Account { get; } = account;

        public SyncDepth Depth { get; } = depth;

        /// <summary>Ids of folders that may be different ones with the same name.</summary>
        public IReadOnlySet<int> Suspects { get; set; } = new HashSet<int>();

        public Comparison Comparison => new(Depth, startedAt, Suspects);

        /// <summary>Whether a folder was deleted or renamed after the list of folders was read.</summary>
        public bool FolderLost { get; set; }

        /// <summary>The room for the messages that are fetched.</summary>
        public CacheRoom Room { get; set; } = CacheRoom.Unlimited();

        /// <summary>The folders of which messages were left on the server because the cache is full, with their checkpoints, which are not stored.</summary>
        public Dictionary<int, FolderCheckpoint> Incomplete { get; } = [];

        public int Total { get; set; }

        public int Stored { get; set; }

        /// <summary>What the account is to say although the run succeeded.</summary>
        public string Note { get; set; } = "";

        public AgentException? Error { get; set; }
    }

    [LoggerMessage(3201, LogLevel.Information, "Account {AccountId}: synced, {Count} new messages")]
    private partial void LogDone(int accountId, int count);

    [LoggerMessage(3202, LogLevel.Warning, "Account {AccountId}: sync failed: {Reason}")]
    private partial void LogFailed(int accountId, string reason);

    [LoggerMessage(3204, LogLevel.Error, "Account {AccountId}: its sync broke off")]
    private partial void LogBroken(Exception exception, int accountId);

    [LoggerMessage(3205, LogLevel.Information, "Account {AccountId}, folder {Folder}: deleted or renamed since it was listed")]
    private partial void LogLost(int accountId, string folder);

    [LoggerMessage(3203, LogLevel.Warning, "Account {AccountId}, folder {Folder}: skipped")]
    private partial void LogFolder(Exception exception, int accountId, string folder);
}
