using Services83.EMail.Connections;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Maildrops;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Sync.Maildrops;

/// <summary>
/// Syncs an account over POP3: stores the list of messages, fetches the missing ones, deletes on the server what is to be deleted there.
/// </summary>
internal sealed class MaildropSync(
    Pop3Connector connector, MaildropLister lister, MaildropFetcher fetcher, MaildropRemover remover, UndeliveredStore undelivered, TimeProvider time)
{
    /// <summary>Messages during which the connection broke that one run tries again.</summary>
    private const int MostSuspects = 5;

    /// <param name="room">The room for the messages.</param>
    /// <param name="stored">Called with the number of messages that were stored, and with the number that are to be fetched.</param>
    /// <returns>What the account is to say although the run succeeded, and whether another run is needed.</returns>
    /// <exception cref="Pop3Exception">The server refused, or the connection broke. Messages that arrived before are stored.</exception>
    /// <exception cref="MailServerException">The server cannot be used, or the egress policy forbids it.</exception>
    public async Task<(string Note, bool AskAgain)> SyncAsync(
        MailAccount account, CacheRoom room, Func<int, int, Task> stored, CancellationToken cancellationToken)
    {
        Maildrop maildrop;
        bool askAgain;
        await using (var client = await connector.ConnectAsync(account, cancellationToken))
        {
            maildrop = await lister.ReadAsync(client, account, cancellationToken);
            await fetcher.FetchAsync(client, maildrop, room, stored, cancellationToken);
            askAgain = await remover.RemoveAndQuitAsync(client, maildrop, cancellationToken);
        }

        if (room.Refused == 0)
        {
            await FetchSuspectsAsync(maildrop, stored, cancellationToken);
        }

        return (string.Join(' ', maildrop.Notes), askAgain);
    }

    /// <summary>
    /// Tries the messages during which the connection broke, each in a session of its own if it breaks again, after everything else is done.
    /// A connection breaks for many reasons; only after the third time the message counts as the reason, and the run succeeds without it.
    /// </summary>
    private async Task FetchSuspectsAsync(Maildrop maildrop, Func<int, int, Task> stored, CancellationToken cancellationToken)
    {
        var listed = maildrop.Listed.Where(message => maildrop.Known.ContainsKey(message.UniqueId))
            .ToDictionary(message => maildrop.Known[message.UniqueId].Uid, message => message.UniqueId);
        var due = (await SuspectsAsync(maildrop, cancellationToken))
            .Where(suspect => suspect.RetryAt <= time.GetUtcNow() && listed.ContainsKey(suspect.Uid)).OrderBy(suspect => suspect.RetryAt).Take(MostSuspects);
        foreach (var suspect in due)
        {
            try
            {
                await FetchSuspectAsync(maildrop, listed[suspect.Uid], stored, cancellationToken);
            }
            catch (Pop3Exception)
            {
                var now = (await SuspectsAsync(maildrop, cancellationToken)).FirstOrDefault(one => one.Uid == suspect.Uid);
                if (now is null || now.RetryAt <= time.GetUtcNow())
                {
                    throw;
                }
            }
        }
    }

    private async Task FetchSuspectAsync(Maildrop before, string uniqueId, Func<int, int, Task> stored, CancellationToken cancellationToken)
    {
        await using var client = await connector.ConnectAsync(before.Account, cancellationToken);
        var maildrop = await lister.ReadAsync(client, before.Account, cancellationToken);
        if (maildrop.Listed.FirstOrDefault(message => message.UniqueId == uniqueId) is { } message
            && maildrop.Known[uniqueId].State == MaildropState.Listed)
        {
            var batch = new MaildropFetcher.Batch(maildrop, total: 1, stored);
            await fetcher.TryAsync(client, maildrop, message, batch, cancellationToken);
            await fetcher.StoreAsync(batch, cancellationToken);
        }

        await remover.RemoveAndQuitAsync(client, maildrop, cancellationToken);
    }

    private async Task<IEnumerable<UndeliveredMessage>> SuspectsAsync(Maildrop maildrop, CancellationToken cancellationToken) =>
        (await undelivered.ListAsync(maildrop.InboxId, LocalFolders.UidValidity, cancellationToken)).Where(message => message.IsSuspect);
}
