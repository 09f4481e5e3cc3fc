using Services83.EMail.Background;

namespace Services83.EMail.Engines.Mailbox.Folders;

/// <summary>
/// Lets one call at a time hand out the new mail of an account: a message counts as handed out when the reply has been written, and another
/// call must not read in between. Also remembers where a reply left something for the next one. Safe for concurrent use.
/// </summary>
internal sealed class NewMailTurns
{
    private readonly Lock _lock = new();
    private readonly KeyedGate<int> _accounts = new(most: 1);
    private readonly HashSet<int> _unfinished = [];

    /// <summary>Waits for the turns of all these accounts, which disposing ends.</summary>
    public Task<IDisposable> TakeAsync(IEnumerable<int> accountIds, CancellationToken cancellationToken) =>
        _accounts.EnterAsync(accountIds, cancellationToken);

    /// <summary>Notes whether a reply has left new mail of these folders for the next one.</summary>
    public void SetUnfinished(IEnumerable<int> folderIds, bool isUnfinished)
    {
        lock (_lock)
        {
            if (isUnfinished)
            {
                _unfinished.UnionWith(folderIds);
            }
            else
            {
                _unfinished.ExceptWith(folderIds);
            }
        }
    }

    /// <summary>Whether the last reply has left new mail of the folder for the next one.</summary>
    public bool IsUnfinished(int folderId)
    {
        lock (_lock)
        {
            return _unfinished.Contains(folderId);
        }
    }
}
