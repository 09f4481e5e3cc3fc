using Services83.EMail.Mail.Pop3;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail.Maildrops;

namespace Services83.EMail.Sync.Maildrops;

/// <summary>
/// Deletes messages on the server: those that were deleted here, and those that have been stored here as long as the account says. The server
/// does so at the end of the session (RFC 1939, UPDATE state); what it does not confirm is repeated by the next sync.
/// </summary>
internal sealed partial class MaildropRemover(
    MaildropStore store, MaildropReader reader, IDatabase database, TimeProvider time, ILogger<MaildropRemover> logger)
{
    /// <summary>Most messages in a session: if the connection breaks before its end, nothing is deleted.</summary>
    private const int MostDeletions = 1000;

    /// <summary>Marks the messages and ends the session.</summary>
    /// <returns>Whether there are more, for another session.</returns>
    /// <exception cref="Pop3Exception">The connection broke, so it is not certain what was deleted.</exception>
    public async Task<bool> RemoveAndQuitAsync(Pop3Client client, Maildrop maildrop, CancellationToken cancellationToken)
    {
        var account = maildrop.Account;
        var listed = maildrop.Listed.ToDictionary(message => message.UniqueId, StringComparer.Ordinal);
        var due = (await store.ToDeleteAsync(account.AccountId, account.DeleteAfterDays, cancellationToken))
            .Where(message => listed.ContainsKey(message.UniqueId) && !maildrop.Repeated.Contains(message.UniqueId)).ToList();
        var (marked, refusal) = (0, (string?)null);
        foreach (var message in due.Take(MostDeletions))
        {
            try
            {
                marked += await MarkAsync(client, maildrop, listed[message.UniqueId], message, cancellationToken) ? 1 : 0;
            }
            catch (Pop3CommandException exception)
            {
                refusal = exception.Message;
            }
        }

        if (marked > 0)
        {
            // Another process may sync the account by now, and have stored that messages came back.
            await RunFence.RequireAsync(database, time, cancellationToken);
        }

        refusal = await QuitAsync(client, account.AccountId, marked, cancellationToken) ?? refusal;
        if (refusal is not null)
        {
            maildrop.Notes.Add($"The server did not delete all messages that it should: {refusal}");
        }

        return due.Count > MostDeletions;
    }

    /// <summary>A message that is not the stored one is never deleted; the next sync fetches it.</summary>
    private async Task<bool> MarkAsync(
        Pop3Client client, Maildrop maildrop, Pop3Message message, MaildropMarks marks, CancellationToken cancellationToken)
    {
        if (!maildrop.Fetched.Contains(message.UniqueId) && !await reader.IsSameAsync(client, message, marks, cancellationToken))
        {
            LogDifferent(maildrop.Account.AccountId, message.UniqueId);
            await store.ForgetAsync(maildrop.Account.AccountId, message.UniqueId, cancellationToken);
            return false;
        }

        await client.DeleteAsync(message.Number, cancellationToken);
        return true;
    }

    /// <returns>The server's refusal to delete; null when there is none.</returns>
    private async Task<string?> QuitAsync(Pop3Client client, int accountId, int marked, CancellationToken cancellationToken)
    {
        try
        {
            await client.QuitAsync(cancellationToken);
            if (marked > 0)
            {
                LogDeleted(accountId, marked);
            }

            return null;
        }
        catch (Pop3CommandException exception)
        {
            return exception.Message;
        }
        catch (Pop3Exception) when (marked == 0)
        {
            // The server closed the connection without an answer. Nothing was to be deleted.
            return null;
        }
    }

    [LoggerMessage(3603, LogLevel.Information, "Account {AccountId}: the server has deleted {Count} messages")]
    private partial void LogDeleted(int accountId, int count);

    [LoggerMessage(3604, LogLevel.Warning, "Account {AccountId}: the unique id {UniqueId} belongs to another message than the stored one; nothing was deleted")]
    private partial void LogDifferent(int accountId, string uniqueId);
}
