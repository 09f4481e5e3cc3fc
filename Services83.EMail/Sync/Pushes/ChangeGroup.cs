using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail.Changes;

namespace Services83.EMail.Sync.Pushes;

/// <summary>Changes that one command can make: consecutive ones of the same kind on messages of one folder. Never empty.</summary>
internal sealed class ChangeGroup(IReadOnlyList<PendingChange> changes)
{
    /// <summary>
    /// Most UIDs that fit into one command, however long they are. The client would split a longer set, and a server that copies the first
    /// half and refuses the second would leave unwanted copies.
    /// </summary>
    public const int MaxMessages = 300;

    public IReadOnlyList<PendingChange> Changes { get; } = changes;

    public IReadOnlyCollection<int> Ids => [.. Changes.Select(change => change.ChangeId)];

    public PendingChange First => Changes[0];

    public ChangeKind Kind => First.Kind;

    public string Folder => First.FolderName;

    /// <summary>Only for changes of messages.</summary>
    public uint UidValidity => First.Placement!.Value.UidValidity;

    public UidSet Uids => Of(Changes);

    public static UidSet Of(IEnumerable<PendingChange> changes) => UidSet.Of(changes.Select(Uid));

    /// <summary>Only for changes whose message has a place.</summary>
    public static uint Uid(PendingChange change) => change.Placement!.Value.Uid;

    /// <summary>Splits a list, in order, where the kind of work changes or a command is full.</summary>
    public static IEnumerable<ChangeGroup> Cut(IEnumerable<PendingChange> changes)
    {
        var group = new List<PendingChange>();
        foreach (var change in changes)
        {
            if (group.Count == MaxMessages || (group.Count > 0 && Work(group[0]) != Work(change)))
            {
                yield return new(group);
                group = [];
            }

            group.Add(change);
        }

        if (group.Count > 0)
        {
            yield return new(group);
        }
    }

    /// <summary>An append is a command of its own, and so is a change with an unexpected failure.</summary>
    private static (ChangeKind, int, uint?, int?, EMailFlags, int?) Work(PendingChange change) =>
        (change.Kind, change.FolderId, change.Placement?.UidValidity, change.TargetFolderId, change.Flag,
            change.Kind == ChangeKind.Append || change.Faults > 0 ? change.ChangeId : null);
}
