using Services83.EMail.Engines.Mailbox.Servers;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>Folders of a server that the caller names.</summary>
internal sealed class ServerFolderService(
    CallContext call, NamedImapServer server, ServerLoginReader reader, FolderVisitStore visits, MaildropFolders maildrops) : IServerFolderOperations
{
    /// <summary>The section sign between the parts of a line of <see cref="GetFolderListAsync"/>; the vendor calls it the paragraph
    /// character.</summary>
    private const char Section = '§';

    /// <summary>Most folders in a call: each one is a separate command.</summary>
    private const int MaxSubscriptions = 1000;

    /// <summary>Delimiter, name and, on request, the numbers of unread and of all messages of each folder.</summary>
    public Task<string[]> GetFolderListAsync(EMailConnectionInfo? info, bool includeItemCount) => server.RunAsync(info, async session =>
    {
        var listed = includeItemCount
            ? await session.Client.ListAsync(session.Cancellation)
            : await session.Client.ListAsync(_ => false, session.Cancellation);
        return Ordered(listed).Select(mailbox => Line(mailbox, includeItemCount)).ToArray();
    });

    /// <param name="info">Server and login.</param>
    /// <param name="names">Null for the subscribed folders and the inbox.</param>
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    public Task<EMailFolder[]> GetFolderInfoAsync(EMailConnectionInfo? info, string[]? names) => server.RunAsync(info, async session =>
    {
        var wanted = names?.Select(name => ServerLoginReader.FolderOf(name, "Folders")).Distinct(StringComparer.Ordinal).ToArray();
        var named = wanted?.Select(ServerSession.Canonical).ToHashSet(StringComparer.Ordinal);
        var listed = await session.Client.ListAsync(
            mailbox => named?.Contains(ServerSession.Canonical(mailbox.Name)) ?? (mailbox.IsSubscribed || ServerSession.IsInbox(mailbox.Name)), session.Cancellation);
        var byName = listed.ToLookup(mailbox => ServerSession.Canonical(mailbox.Name));
        var chosen = wanted is null
            ? Ordered(listed).Where(mailbox => mailbox.IsSubscribed || ServerSession.IsInbox(mailbox.Name))
            : wanted.Select(name => byName[ServerSession.Canonical(name)].FirstOrDefault()
                ?? throw new EntityNotFoundException($"Mail server {session.Host} lists no folder '{name}'.", "Folders", name));
        return chosen.Select(Carrier).ToArray();
    });

    public Task<int> GetFolderEMailCountAsync(EMailConnectionInfo? info, bool onlyUnread) => server.RunAsync(info, async session =>
    {
        var status = await StatusAsync(session);
        return Count(onlyUnread ? status.Unseen : status.Messages);
    });

    /// <summary>Whether messages have arrived since this caller's last call. At the first call: whether there are unread ones.</summary>
    public Task<bool> GetFolderHasNewEMailAsync(EMailConnectionInfo? info)
    {
        var login = reader.Read(MailProtocol.Imap, info);
        return server.RunAsync(login, ServerLoginReader.FolderOf(info?.Folder), async session =>
        {
            var status = await StatusAsync(session);
            var now = new FolderVisit(status.UidValidity ?? 0, status.UidNext ?? 0);
            var (associateId, folder) = (call.RequireCaller().AssociateId, $"{login.Endpoint} {login.UserName} {session.Folder}");
            var before = await visits.FindAsync(associateId, folder, call.Aborted);
            call.OnReplyWritten(token => visits.ReplaceAsync(associateId, folder, now, token));
            return before switch
            {
                null => status.Unseen > 0,
                _ when before.UidValidity != now.UidValidity => status.Messages > 0,
                _ => now.UidNext > before.UidNext,
            };
        });
    }

    /// <exception cref="InvalidArgumentException">No folder is named, or it exists already.</exception>
    public Task CreateFolderAsync(EMailConnectionInfo? info) => MaildropFolders.AreMeant(info)
        ? maildrops.CreateAsync(info!, RequireName(info, "create"))
        : server.RunAsync(info, session => session.ChangeAsync(
            "Folder", RequireName(info, "create"), () => session.Client.CreateAsync(session.Folder, session.Cancellation)));

    /// <exception cref="InvalidArgumentException">No folder is named, or it is the inbox.</exception>
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    public Task DeleteFolderAsync(EMailConnectionInfo? info) => MaildropFolders.AreMeant(info)
        ? maildrops.DeleteAsync(info!, RequireName(info, "delete"))
        : server.RunAsync(info, async session =>
        {
            if (ServerSession.IsInbox(RequireName(info, "delete")))
            {
                throw new InvalidArgumentException("Folder", "The inbox cannot be deleted; EmptyFolder deletes what is in it.");
            }

            await session.AboutAsync("Folder", session.Folder, async () =>
            {
                await session.Client.DeleteAsync(session.Folder, session.Cancellation);
                return true;
            });
        });

    /// <exception cref="InvalidArgumentException">A folder has no name; nothing was changed.</exception>
    public Task SetSubscriptionAsync(EMailConnectionInfo? info, EMailFolder?[]? folders) => server.RunAsync(info, async session =>
    {
        if (folders?.Length > MaxSubscriptions)
        {
            throw new InvalidArgumentException("Folders", $"One call takes at most {MaxSubscriptions} folders, not {folders.Length}.");
        }

        var changes = (folders ?? []).Select((folder, index) => (Name: RequireName(folder, index), folder!.Subscribed)).ToArray();
        foreach (var (name, subscribed) in changes)
        {
            await session.ChangeAsync("Folders", name, () => subscribed
                ? session.Client.SubscribeAsync(name, session.Cancellation)
                : session.Client.UnsubscribeAsync(name, session.Cancellation));
        }
    });

    private static Task<ImapStatus> StatusAsync(ServerSession session) =>
        session.AboutAsync("Folder", session.Folder, () => session.Client.StatusAsync(session.Folder, session.Cancellation));

    private static IEnumerable<ImapMailbox> Ordered(IEnumerable<ImapMailbox> mailboxes) => mailboxes
        .OrderByDescending(mailbox => ServerSession.IsInbox(mailbox.Name))
        .ThenBy(mailbox => mailbox.Name, StringComparer.Ordinal);

    private static string Line(ImapMailbox mailbox, bool withCounts) =>
        $"{mailbox.Delimiter}{Section}{mailbox.Name}"
        + (withCounts ? $"{Section}{Count(mailbox.Status?.Unseen)}{Section}{Count(mailbox.Status?.Messages)}" : "");

    private static EMailFolder Carrier(ImapMailbox mailbox) => new()
    {
        Name = mailbox.Name,
        Delimiter = mailbox.Delimiter?.ToString() ?? "",
        Flags = string.Join(' ', mailbox.Attributes.Where(attribute => !attribute.Equals(@"\Subscribed", StringComparison.OrdinalIgnoreCase))),
        TotalItems = Count(mailbox.Status?.Messages),
        UnreadItems = Count(mailbox.Status?.Unseen),
        Subscribed = mailbox.IsSubscribed,
    };

    private static int Count(uint? value) => (int)Math.Min(value ?? 0, int.MaxValue);

    private static string RequireName(EMailConnectionInfo? info, string verb) => string.IsNullOrEmpty(info?.Folder)
        ? throw new InvalidArgumentException("Folder", $"Name the folder to {verb}.")
        : info.Folder;

    private static string RequireName(EMailFolder? folder, int index) => string.IsNullOrEmpty(folder?.Name)
        ? throw new InvalidArgumentException("Folders", $"Folder {index} of the list has no name.")
        : ServerLoginReader.FolderOf(folder.Name, "Folders");
}
