using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>
/// One session's view of a folder: its sequence numbers change only when the change has been reported to the client. Changes by others are
/// found by comparing this view with the folder.
/// </summary>
internal sealed class SelectedFolder(SandboxFolder folder, FolderSnapshot snapshot, bool readOnly)
{
    private readonly List<(uint Uid, ulong ModSeq)> _known = [.. snapshot.Messages.Select(message => (message.Uid, message.ModSeq))];
    private readonly uint _uidValidity = snapshot.UidValidity;

    public SandboxFolder Folder { get; } = folder;

    public bool IsReadOnly { get; } = readOnly;

    /// <summary>The messages of a set that still exist, with the sequence numbers of this session.</summary>
    public IEnumerable<(uint Sequence, SandboxMessage Message)> Resolve(string set, bool byUid)
    {
        var largest = byUid ? (_known.Count == 0 ? 0 : _known[^1].Uid) : (uint)_known.Count;
        var wanted = SequenceSet.Parse(set, largest);
        return All().Where(entry => wanted.Contains(byUid ? entry.Message.Uid : entry.Sequence));
    }

    public IEnumerable<(uint Sequence, SandboxMessage Message)> All()
    {
        var now = Folder.Messages.ToDictionary(message => message.Uid);
        return _known.Select((known, index) => ((uint)index + 1, now.GetValueOrDefault(known.Uid)))
            .Where(entry => entry.Item2 is not null).Select(entry => (entry.Item1, entry.Item2!)).ToArray();
    }

    /// <summary>Stores that this state of a message has been reported to the client.</summary>
    public void Acknowledge(SandboxMessage message)
    {
        var index = _known.FindIndex(known => known.Uid == message.Uid);
        if (index >= 0)
        {
            _known[index] = (message.Uid, message.ModSeq);
        }
    }

    /// <summary>The untagged lines that report all changes to the client.</summary>
    /// <param name="mayExpunge">False while the client relies on sequence numbers (RFC 9051, section 7.5.1).</param>
    /// <exception cref="FolderLostException">The folder was deleted or has other UIDs; the session cannot continue.</exception>
    public IReadOnlyList<string> TakeUpdates(bool mayExpunge, bool withModSeq, bool vanished)
    {
        var now = Folder.Snapshot();
        if (now.IsDeleted || now.UidValidity != _uidValidity)
        {
            throw new FolderLostException();
        }

        var lines = new List<string>();
        if (mayExpunge)
        {
            lines.AddRange(TakeExpunges(now, vanished));
        }

        lines.AddRange(TakeArrivals(now));
        lines.AddRange(TakeFlagChanges(now, withModSeq, withUid: vanished));
        return lines;
    }

    private List<string> TakeExpunges(FolderSnapshot now, bool vanished)
    {
        var present = now.Messages.Select(message => message.Uid).ToHashSet();
        var lines = new List<string>();
        var gone = new List<uint>();
        // From the end, so that the numbers of the messages that are still to be reported do not change.
        for (var index = _known.Count - 1; index >= 0; index--)
        {
            if (present.Contains(_known[index].Uid))
            {
                continue;
            }

            gone.Add(_known[index].Uid);
            lines.Add($"* {index + 1} EXPUNGE");
            _known.RemoveAt(index);
        }
        gone.Reverse();
        return !vanished || gone.Count == 0 ? lines : [$"* VANISHED {SequenceSet.Format(gone)}"];
    }

    private List<string> TakeArrivals(FolderSnapshot now)
    {
        var last = _known.Count == 0 ? 0 : _known[^1].Uid;
        var arrived = now.Messages.Where(message => message.Uid > last).Select(message => (message.Uid, message.ModSeq)).ToArray();
        _known.AddRange(arrived);
        return arrived.Length == 0 ? [] : [$"* {_known.Count} EXISTS"];
    }

    private List<string> TakeFlagChanges(FolderSnapshot now, bool withModSeq, bool withUid)
    {
        var byUid = now.Messages.ToDictionary(message => message.Uid);
        var lines = new List<string>();
        for (var index = 0; index < _known.Count; index++)
        {
            if (!byUid.TryGetValue(_known[index].Uid, out var message) || message.ModSeq == _known[index].ModSeq)
            {
                continue;
            }

            _known[index] = (message.Uid, message.ModSeq);
            var uid = withUid ? $"UID {message.Uid} " : "";
            var modSeq = withModSeq ? $" MODSEQ ({message.ModSeq})" : "";
            lines.Add($"* {index + 1} FETCH ({uid}FLAGS ({message.FlagList}){modSeq})");
        }
        return lines;
    }
}

/// <summary>The selected folder was deleted or got new UIDs; the client has to connect again.</summary>
internal sealed class FolderLostException : Exception;
