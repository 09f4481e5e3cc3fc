using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Sync.Run;

/// <summary>Flags, size and id of a message as the server sends them; size 0 and id null when it sent none.</summary>
internal readonly record struct ServerMessage(EMailFlags Flags, ulong Size, string? EmailId = null);

/// <summary>The difference between the stored state of a folder and the server's state. Computed without any I/O.</summary>
/// <param name="NewFlags">Stored placements with the flags they have now.</param>
/// <param name="Vanished">Ids of stored items whose message left the folder.</param>
/// <param name="Missing">Messages that are not stored, by descending UID.</param>
/// <param name="SteppedOver">Messages that the server still has and that must not be requested now.</param>
/// <param name="Count">The number of messages in the folder if these are all changes.</param>
internal sealed record FolderChanges(
    IReadOnlyList<StoredPlacement> NewFlags,
    IReadOnlyList<int> Vanished,
    IReadOnlyList<MissingMessage> Missing,
    IReadOnlySet<uint> SteppedOver,
    int Count)
{
    /// <summary>From a list of all messages that the server has.</summary>
    public static FolderChanges FromAll(
        IReadOnlyList<StoredPlacement> known, IReadOnlySet<uint> steppedOver, IReadOnlyDictionary<uint, ServerMessage> server) =>
        Compare(known, steppedOver, server, uid => !server.ContainsKey(uid));

    /// <summary>From the new or changed messages, and the UIDs that no longer exist.</summary>
    public static FolderChanges FromDelta(
        IReadOnlyList<StoredPlacement> known, IReadOnlySet<uint> steppedOver, IReadOnlyDictionary<uint, ServerMessage> changed, UidSet vanished) =>
        Compare(known, steppedOver, changed, vanished.Contains);

    private static FolderChanges Compare(
        IReadOnlyList<StoredPlacement> known, IReadOnlySet<uint> steppedOver, IReadOnlyDictionary<uint, ServerMessage> server, Func<uint, bool> isGone)
    {
        var newFlags = new List<StoredPlacement>();
        var vanished = new List<int>();
        foreach (var placement in known)
        {
            if (isGone(placement.Uid))
            {
                vanished.Add(placement.ItemId);
            }
            else if (server.TryGetValue(placement.Uid, out var message) && message.Flags != placement.Flags)
            {
                newFlags.Add(placement with { Flags = message.Flags });
            }
        }

        var stored = known.Select(placement => placement.Uid).ToHashSet();
        var waiting = steppedOver.Where(uid => !isGone(uid)).ToHashSet();
        var missing = server.Where(message => !stored.Contains(message.Key) && !waiting.Contains(message.Key) && !isGone(message.Key))
            .OrderByDescending(message => message.Key)
            .Select(message => new MissingMessage(message.Key, message.Value.Size, message.Value.EmailId))
            .ToArray();
        return new(newFlags, vanished, missing, waiting, known.Count - vanished.Count + waiting.Count + missing.Length);
    }
}
