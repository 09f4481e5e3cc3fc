using Services83.EMail.Storage.Mail.Changes;

namespace Services83.EMail.Sync.Pushes;

/// <summary>The state of one push so far.</summary>
internal sealed class PushRun
{
    private readonly HashSet<(int? ItemId, int FolderId)> _blocked = [];
    private bool _waiting;

    /// <summary>Whether any change was completed, successfully or not.</summary>
    public bool Progress { get; set; }

    public string? Refusal { get; private set; }

    public PushResult Result => new(_waiting && Progress, Refusal);

    /// <summary>Whether an earlier change of the same message or folder could not be made: later ones must not be made before it.</summary>
    public bool IsBlocked(PendingChange change) => _blocked.Contains(change.Subject);

    /// <summary>The changes wait for the result of the sync.</summary>
    public void Wait(IReadOnlyCollection<PendingChange> changes)
    {
        _waiting |= changes.Count > 0;
        Block(changes);
    }

    /// <summary>The changes wait for another attempt, because the server refused them temporarily.</summary>
    public void Refuse(IReadOnlyCollection<PendingChange> changes, string reason)
    {
        Refusal ??= reason;
        Block(changes);
    }

    private void Block(IEnumerable<PendingChange> changes) => _blocked.UnionWith(changes.Select(change => change.Subject));
}
