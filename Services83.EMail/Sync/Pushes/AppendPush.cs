using Services83.EMail.Connections;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Sync.Reading;

namespace Services83.EMail.Sync.Pushes;

/// <summary>
/// Stores a message that was written here in its folder on the server. If an earlier attempt got no answer, the program looks for the
/// message before it sends it again.
/// </summary>
internal sealed class AppendPush(ChangeStore store, AppendFinder finder)
{
    /// <summary>
    /// If the connection breaks whenever a message is sent, and works otherwise, the message is the reason. It must not prevent the sync of
    /// the account for ever.
    /// </summary>
    private const int MaxUnanswered = 5;

    /// <returns>Why the message can never be stored; null when it was stored, or need not be stored any more.</returns>
    /// <exception cref="ImapCommandException">The server refused.</exception>
    public async Task<string?> PushAsync(ImapClient client, PendingChange append, CancellationToken cancellationToken)
    {
        if (append.Placement is not null && await store.ConfirmMetAsync(append, cancellationToken))
        {
            return null;
        }

        if ((append.CopyFrom is not null || append.SearchFirst) && await finder.FindAsync(client, append, cancellationToken) is { } found)
        {
            await store.ConfirmAppendedAsync(append, found.Place, found.Message, cancellationToken);
        }
        else if (append.IsUnwanted)
        {
            await store.DropAppendAsync(append, cancellationToken);
        }
        else if (Obstacle(client, append) is { } obstacle)
        {
            return obstacle;
        }
        else
        {
            await AppendAsync(client, append, cancellationToken);
        }

        return null;
    }

    private static string? Obstacle(ImapClient client, PendingChange append) => append switch
    {
        { Unanswered: >= MaxUnanswered } =>
            $"The connection broke {append.Unanswered} times in a row while the message was sent, so it is not sent again.",
        _ when client.Capabilities.AppendLimit is { } limit && append.Size > limit =>
            $"The server accepts messages of up to {limit} bytes (APPENDLIMIT); this one has {append.Size}.",
        _ => null,
    };

    private async Task AppendAsync(ImapClient client, PendingChange append, CancellationToken cancellationToken)
    {
        var status = await client.StatusAsync(append.FolderName, cancellationToken);
        var (validity, next) = (status.UidValidity ?? 0, status.UidNext ?? 1);
        if (await store.NoteAppendAsync(append, validity, next, cancellationToken) is not { } octets)
        {
            return;
        }

        using var content = new MemoryStream(octets.Raw, writable: false);
        await store.RequireRunAsync(cancellationToken);
        await Unbroken.RunAsync(
            async token =>
            {
                var told = await client.AppendAsync(append.FolderName, content, MailFlags.ToImapList(octets.Flags), octets.ReceivedAt, token);
                var copy = told is null ? await finder.FindAsync(client, append, (validity, next), token) : null;
                var place = told is null ? copy?.Place : new Placement(append.FolderId, told.UidValidity, told.Uid);
                await store.ConfirmAppendedAsync(append, place, copy?.Message, token);
                return true;
            },
            cancellationToken);
    }
}
