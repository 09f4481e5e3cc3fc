using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Services83.EMail.Sandbox;

/// <summary>
/// One folder of a sandbox account. Its public methods change it like another client would; connected clients get the changes at their next
/// command, or at once while they idle. Safe to use from any thread.
/// </summary>
public sealed class SandboxFolder
{
    private readonly SandboxAccount _account;
    private readonly List<SandboxMessage> _messages = [];
    private readonly List<(uint Uid, ulong ModSeq)> _expunged = [];

    internal SandboxFolder(SandboxAccount account, string name, string? specialUse, bool selectable, uint? uidValidity)
    {
        _account = account;
        Name = name;
        SpecialUse = specialUse;
        IsSelectable = selectable;
        UidValidity = uidValidity ?? account.NextUidValidity();
        MailboxId = account.NextMailboxId();
    }

    /// <summary>Full name with '/' between the levels, as people write it (not modified UTF-7).</summary>
    public string Name { get; internal set; }

    /// <summary>Special-use attribute such as <c>\Sent</c> (RFC 6154), or null.</summary>
    public string? SpecialUse { get; }

    /// <summary>Stays the same when the folder is renamed or renumbered, and is never used for another folder (RFC 8474, section
    /// 4).</summary>
    public string MailboxId { get; }

    /// <summary>False for a folder that only holds other folders (<c>\Noselect</c>).</summary>
    public bool IsSelectable { get; }

    public bool IsSubscribed { get; internal set; } = true;

    /// <summary>True once the account no longer has this folder.</summary>
    public bool IsDeleted { get; internal set; }

    public uint UidValidity { get; private set; }

    public uint UidNext { get; private set; } = 1;

    /// <summary>Highest mod-sequence used in this folder, from 1.</summary>
    public ulong HighestModSeq { get; private set; } = 1;

    /// <summary>A snapshot, by ascending UID.</summary>
    public IReadOnlyList<SandboxMessage> Messages
    {
        get
        {
            lock (_account.Gate)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Adds a message and returns its UID.</summary>
    /// <param name="internalDate">The account's clock by default.</param>
    public uint Append(ReadOnlyMemory<byte> raw, IEnumerable<string>? flags = null, DateTimeOffset? internalDate = null)
    {
        lock (_account.Gate)
        {
            var message = new SandboxMessage(UidNext++, raw, FlagSet(flags ?? []), internalDate ?? _account.Now, ++HighestModSeq);
            _messages.Add(message);
            _account.SignalChange();
            return message.Uid;
        }
    }

    /// <summary>Replaces the flags of one message. Nothing happens when there is no such UID or the flags are the same.</summary>
    public void SetFlags(uint uid, params IEnumerable<string> flags)
    {
        lock (_account.Gate)
        {
            var index = IndexOf(uid);
            var wanted = FlagSet(flags);
            if (index < 0 || _messages[index].Flags.SetEquals(wanted))
            {
                return;
            }

            _messages[index] = _messages[index] with { Flags = wanted, ModSeq = ++HighestModSeq };
            _account.SignalChange();
        }
    }

    /// <summary>Removes messages permanently, whatever their flags, and returns the UIDs that existed.</summary>
    public IReadOnlyList<uint> Expunge(params IEnumerable<uint> uids)
    {
        lock (_account.Gate)
        {
            var gone = uids.Where(uid => IndexOf(uid) >= 0).Distinct().ToHashSet();
            if (gone.Count == 0)
            {
                return [];
            }

            HighestModSeq++;
            _messages.RemoveAll(message => gone.Contains(message.Uid));
            _expunged.AddRange(gone.Order().Select(uid => (uid, HighestModSeq)));
            _account.SignalChange();
            return [.. gone.Order()];
        }
    }

    /// <summary>Moves messages to another folder of the same account and returns old and new UID of each.</summary>
    public IReadOnlyList<(uint Source, uint Target)> Move(SandboxFolder target, params IEnumerable<uint> uids)
    {
        lock (_account.Gate)
        {
            var copied = Copy(target, uids);
            Expunge(copied.Select(pair => pair.Source));
            return copied;
        }
    }

    /// <summary>Copies messages with flags and internal date and returns old and new UID of each.</summary>
    public IReadOnlyList<(uint Source, uint Target)> Copy(SandboxFolder target, params IEnumerable<uint> uids)
    {
        lock (_account.Gate)
        {
            var found = uids.Select(Find).OfType<SandboxMessage>().ToArray();
            return [.. found.Select(message => (message.Uid, target.Append(message.Raw, message.Flags, message.InternalDate)))];
        }
    }

    /// <summary>
    /// Gives the folder a new UIDVALIDITY and every message a new UID, as after a restored backup. Clients that have the folder open are
    /// disconnected with BYE.
    /// </summary>
    public void ResetUidValidity()
    {
        lock (_account.Gate)
        {
            UidValidity = _account.NextUidValidity();
            _expunged.Clear();
            UidNext = 1;
            HighestModSeq++;
            foreach (ref var message in CollectionsMarshal.AsSpan(_messages))
            {
                message = message with { Uid = UidNext++, ModSeq = HighestModSeq };
            }

            _account.SignalChange();
        }
    }

    /// <summary>The message with this UID, or null.</summary>
    public SandboxMessage? Find(uint uid)
    {
        lock (_account.Gate)
        {
            var index = IndexOf(uid);
            return index < 0 ? null : _messages[index];
        }
    }

    /// <summary>UIDs expunged after the given mod-sequence, ascending.</summary>
    internal IReadOnlyList<uint> VanishedSince(ulong modSeq)
    {
        lock (_account.Gate)
        {
            return [.. _expunged.Where(entry => entry.ModSeq > modSeq).Select(entry => entry.Uid).Order()];
        }
    }

    /// <summary>A consistent snapshot of all values.</summary>
    internal FolderSnapshot Snapshot()
    {
        lock (_account.Gate)
        {
            return new FolderSnapshot(UidValidity, UidNext, HighestModSeq, IsDeleted, [.. _messages]);
        }
    }

    private static ImmutableSortedSet<string> FlagSet(IEnumerable<string> flags) =>
        flags.ToImmutableSortedSet(StringComparer.OrdinalIgnoreCase);

    private int IndexOf(uint uid)
    {
        int low = 0, high = _messages.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = _messages[middle].Uid;
            if (found == uid)
            {
                return middle;
            }

            if (found < uid)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        return -1;
    }
}

internal sealed record FolderSnapshot(
    uint UidValidity, uint UidNext, ulong HighestModSeq, bool IsDeleted, IReadOnlyList<SandboxMessage> Messages);
