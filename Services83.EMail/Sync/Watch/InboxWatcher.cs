using Services83.EMail.Connections;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Sync.Queue;

namespace Services83.EMail.Sync.Watch;

/// <summary>
/// Lets a mail server report new messages in an account's inbox (IDLE, RFC 2177), and then requests a sync for new mail. A watch that
/// breaks is resumed after a wait; only syncs change the account's state.
/// </summary>
internal sealed partial class InboxWatcher(
    AccountStore accounts, ImapConnector connector, SyncDispatcher dispatcher, ServerBackOff retry, TimeProvider time, ILogger<InboxWatcher> logger)
{
    /// <summary>If a watch broke earlier than this, the waits do not start again: the server may break every watch.</summary>
    private static readonly TimeSpan Proof = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    /// <summary>Watches until it is cancelled. Returns earlier when the account cannot be watched.</summary>
    public async Task RunAsync(int accountId, CancellationToken cancellationToken)
    {
        var failures = 0;
        while (true)
        {
            var began = time.GetUtcNow();
            var isTransient = true;
            var atLeast = (TimeSpan?)null;
            try
            {
                if (!await WatchAsync(accountId, cancellationToken))
                {
                    return;
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                if (exception is not (ImapException or AgentException))
                {
                    LogUnforeseen(exception, accountId);
                }

                isTransient = exception is not (ImapException { IsTransient: false } or MailServerException { IsTransient: false });
                atLeast = (exception as ImapException)?.RetryAfter;
                LogBroken(accountId, exception.Message);
            }

            failures = time.GetUtcNow() - began >= Proof ? 1 : failures + 1;
            await Task.Delay(retry.Wait(failures, isTransient, atLeast), time, cancellationToken);
        }
    }

    /// <returns>False when there is nothing to watch, or the server has no IDLE.</returns>
    private async Task<bool> WatchAsync(int accountId, CancellationToken cancellationToken)
    {
        if (await accounts.FindForSyncAsync(accountId, cancellationToken) is not { } account)
        {
            return false;
        }

        await using var client = await connector.ConnectAsync(account, cancellationToken);
        if (!client.Capabilities.Idle)
        {
            LogCannot(accountId);
            await client.LogoutAsync(cancellationToken);
            return false;
        }

        await client.ExamineAsync("INBOX", null, cancellationToken);
        LogWatching(accountId);
        // IDLE does not report messages that arrived after the last sync and before the inbox was opened.
        var changes = MailboxChanges.Arrived;
        try
        {
            while (true)
            {
                if (changes.HasFlag(MailboxChanges.Arrived))
                {
                    await dispatcher.AcceptNewMailAsync(accountId, cancellationToken);
                }

                changes = await client.WaitForChangesAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (client.IsConnected)
        {
            using var patience = new CancellationTokenSource(Farewell, time);
            await client.LogoutAsync(patience.Token);
            throw;
        }
    }

    [LoggerMessage(3501, LogLevel.Debug, "Account {AccountId}: its inbox is watched")]
    private partial void LogWatching(int accountId);

    [LoggerMessage(3502, LogLevel.Information, "Account {AccountId}: its server has no IDLE, so its inbox cannot be watched")]
    private partial void LogCannot(int accountId);

    [LoggerMessage(3504, LogLevel.Error, "Account {AccountId}: watching its inbox failed")]
    private partial void LogUnforeseen(Exception exception, int accountId);

    [LoggerMessage(3503, LogLevel.Information, "Account {AccountId}: watching its inbox was interrupted: {Reason}")]
    private partial void LogBroken(int accountId, string reason);
}
