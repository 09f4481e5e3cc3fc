using Services83.EMail.Background;

namespace Services83.EMail.Engines.Mailbox.Folders;

/// <summary>
/// Lets one call at a time return the new mail of an account: a message counts as returned when the reply was sent, and another call must
/// not read before that. Also stores which folders have new mail that a reply did not hold. Safe for concurrent use.
/// </summary>
internal sealed class NewMailTurns
{
    private readonly Lock _lock = new();
    private readonly KeyedGate<int> _accounts = new(most: 1);
    private readonly HashSet<int> _unfinished = [];

    /// <summary>Waits for the turns of all these accounts. Disposing the result ends the turns.</summary>
    public Task<IDisposable> TakeAsync(IEnumerable<int> accountIds, CancellationToken cancellationToken) =>
        _accounts.EnterAsync(accountIds, cancellationToken);

    /// <summary>Stores whether new mail of these folders remains for the next reply.</summary>
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

    /// <summary>Whether new mail of the folder remains for the next reply.</summary>
    public bool IsUnfinished(int folderId)
    {
        lock (_lock)
        {
            return _unfinished.Contains(folderId);
        }
    }
}
