using Services83.EMail.Storage.Mail.Maildrops;

namespace Services83.EMail.Sync.Run;

// Accounts with POP3.
internal sealed partial class AccountSync
{
    /// <summary>What was changed here is stored already, and there is no server that has to be told, except for deletions.</summary>
    private async Task SyncMaildropAsync(Run run, CancellationToken cancellationToken)
    {
        run.Room = await limit.RoomOfAsync(run.Account, cancellationToken);
        var (note, askAgain) = await maildrops.SyncAsync(
            run.Account,
            run.Room,
            (count, total) =>
            {
                run.Total = total;
                return ReportAsync(run, LocalFolders.Inbox, count, cancellationToken);
            },
            cancellationToken);
        run.Note = note;
        if (askAgain)
        {
            await queue.RequestTurnAsync(run.Account.AccountId, cancellationToken);
        }
    }
}
