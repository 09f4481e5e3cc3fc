using Services83.EMail.Storage.Mail.Changes;

namespace Services83.EMail.Sync.Pushes;

/// <summary>What one push has come to so far.</summary>
internal sealed class PushRun
{
    private readonly HashSet<(int? ItemId, int FolderId)> _blocked = [];
    private bool _waiting;

    /// <summary>Whether any change was settled, well or not.</summary>
    public bool Progress { get; set; }

    public string? Refusal { get; private set; }

    public PushResult Result => new(_waiting && Progress, Refusal);

    /// <summary>Whether an earlier change of the same thing could not be made: later ones must not overtake it.</summary>
    public bool IsBlocked(PendingChange change) => _blocked.Contains(change.Subject);

    /// <summary>The changes have to wait for what the sync finds.</summary>
    public void Wait(IReadOnlyCollection<PendingChange> changes)
    {
        _waiting |= changes.Count > 0;
        Block(changes);
    }

    /// <summary>The changes have to wait until the server thinks better of them.</summary>
    public void Refuse(IReadOnlyCollection<PendingChange> changes, string reason)
    {
        Refusal ??= reason;
        Block(changes);
    }

    private void Block(IEnumerable<PendingChange> changes) => _blocked.UnionWith(changes.Select(change => change.Subject));
}
