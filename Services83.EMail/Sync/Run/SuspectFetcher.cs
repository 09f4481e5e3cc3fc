using Microsoft.Extensions.Options;
using Services83.EMail.Connections;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Sync.Run;

/// <summary>
/// Finds out whether a message or the connection was the reason for a broken connection. A message during which the connection broke is
/// fetched after everything else, over a separate connection and in parts, first the part in which the connection broke. If that part
/// arrives, the message was not the reason. Only if the connection breaks there several times in a row, the message is skipped.
/// </summary>
internal sealed partial class SuspectFetcher(
    ImapConnector connector, SuspectStore suspects, ItemStore items, IncomingMessage incoming, IOptions<MailOptions> options, TimeProvider time,
    ILogger<SuspectFetcher> logger)
{
    private const int PartOctets = 64 * 1024;

    private const FetchItems Always = FetchItems.Flags | FetchItems.InternalDate | FetchItems.Size;

    /// <param name="depth">A complete sync tries all suspects; other syncs try those that are due.</param>
    /// <param name="stored">Called with the folder's name for each message that is stored.</param>
    /// <exception cref="ImapException">The connection broke at a message that may be a good one, so the sync is not complete.</exception>
    public async Task FetchAsync(MailAccount account, SyncDepth depth, Func<string, Task> stored, CancellationToken cancellationToken)
    {
        var all = await suspects.ListAsync(account.AccountId, cancellationToken);
        var tried = all.Where(message => depth == SyncDepth.Everything || message.RetryAt <= time.GetUtcNow()).ToList();
        if (tried.Count == 0)
        {
            return;
        }

        await using var client = await connector.ConnectAsync(account, cancellationToken);
        foreach (var message in tried)
        {
            if (await OpenAsync(client, message, cancellationToken))
            {
                await FetchAsync(client, account, message, stored, cancellationToken);
                if (!client.IsConnected)
                {
                    return;
                }
            }
        }

        await client.LogoutAsync(cancellationToken);
    }

    private static async Task<bool> OpenAsync(ImapClient client, SuspectMessage message, CancellationToken cancellationToken)
    {
        var open = client.Selected is { } selected && selected.Name == message.Folder
            ? selected
            : await client.ExamineAsync(message.Folder, null, cancellationToken);
        return open.UidValidity == message.UidValidity && open.MailboxId == message.MailboxId;
    }

    private async Task FetchAsync(
        ImapClient client, MailAccount account, SuspectMessage suspect, Func<string, Task> stored, CancellationToken cancellationToken)
    {
        var parts = new Parts(client, suspect.Uid, options.Value.MaxMessageBytes);
        try
        {
            using var about = await parts.FetchAsync(suspect.Place, cancellationToken);
            if (about is null || !parts.IsWhole)
            {
                await suspects.NoteRefusedAsync(suspect, "the server sends nothing for it", cancellationToken);
                return;
            }

            var message = incoming.Make(about, parts.Octets, parts.Length);
            await items.AddAsync(account.AccountId, suspect.FolderId, suspect.UidValidity, [message], cancellationToken);
            await suspects.ForgetAsync(suspect, cancellationToken);
            await stored(suspect.Folder);
        }
        catch (ImapCommandException exception)
        {
            await suspects.NoteRefusedAsync(suspect, exception.ServerText, cancellationToken);
        }
        catch (ImapException exception) when (!exception.ConnectionUsable)
        {
            var isSame = !parts.IsProbed;
            LogBroken(account.AccountId, suspect.Folder, suspect.Uid, isSame, exception.Message);
            await suspects.NoteAsync(suspect, isSame, parts.Broke(client.OctetsUnderWay), exception.Message, cancellationToken);
            if (!isSame || suspect.Attempts + 1 < UndeliveredStore.AttemptsInARow)
            {
                throw;
            }
        }
    }

    /// <summary>A message that is assembled from parts.</summary>
    private sealed class Parts(ImapClient client, uint uid, long most)
    {
        private readonly SortedDictionary<long, byte[]> _parts = [];
        private long _asked;

        /// <summary>Whether the part in which the connection broke before has arrived.</summary>
        public bool IsProbed { get; private set; }

        /// <summary>Whether no part has arrived after the one that ended the message.</summary>
        public bool IsWhole => _parts.Keys.All(first => first < Length);

        /// <summary>The bytes that arrived.</summary>
        public byte[] Octets => [.. _parts.Values.SelectMany(part => part)];

        /// <summary>The size, as far as known; more than the limit when the message was not read to its end.</summary>
        public long Length { get; private set; }

        /// <summary>The position of the break in the message.</summary>
        public long Broke(long octetsOfPart) => _asked + octetsOfPart;

        /// <returns>The server's data of the message; null when it sends nothing for it any more.</returns>
        public async Task<FetchResponse?> FetchAsync(long suspected, CancellationToken cancellationToken)
        {
            using var probe = await PartAsync(Math.Min(suspected, most) / PartOctets * PartOctets, FetchItems.None, cancellationToken);
            IsProbed = true;
            var about = await PartAsync(0, Always | (client.Capabilities.EmailId ? FetchItems.EmailId : FetchItems.None), cancellationToken);
            for (Length = Count(0); about is not null && Length % PartOctets == 0 && Length > 0 && Length <= most;)
            {
                using var part = _parts.ContainsKey(Length) ? null : await PartAsync(Length, FetchItems.None, cancellationToken);
                var count = Count(Length);
                if (count == 0)
                {
                    break;
                }

                Length += count;
            }

            return about;
        }

        private int Count(long first) => _parts.GetValueOrDefault(first)?.Length ?? 0;

        private async Task<FetchResponse?> PartAsync(long first, FetchItems also, CancellationToken cancellationToken)
        {
            _asked = first;
            var response = await client.UidFetchPartAsync(uid, also, first, PartOctets, cancellationToken);
            if (response?.Body is { } body)
            {
                _parts[first] = await body.ReadBeginningAsync(PartOctets, cancellationToken);
            }

            return response;
        }
    }

    [LoggerMessage(3113, LogLevel.Warning, "Account {AccountId}, folder {Folder}: the connection broke again at UID {Uid} (at the same place: {SamePlace}): {Reason}")]
    private partial void LogBroken(int accountId, string folder, uint uid, bool samePlace, string reason);
}
