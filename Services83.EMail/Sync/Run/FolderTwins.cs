using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Sync.Run;

/// <summary>
/// Finds folders that may be others of the same name, although their numbers continue what is stored: servers give folders that are made in
/// the same second the same UIDVALIDITY, or give all the same, and names can be swapped.
/// </summary>
internal static class FolderTwins
{
    /// <param name="listed">The folders as they are stored, with what the server says of them now.</param>
    /// <param name="gone">Folders that the server has ceased to list since the last sync to the end.</param>
    /// <returns>Ids of folders in which some messages have to be recognised.</returns>
    public static IReadOnlySet<int> Find(
        IReadOnlyCollection<(StoredFolder Stored, ImapStatus? Status)> listed, IReadOnlyCollection<StoredFolder> gone)
    {
        var all = listed.Select(folder => new Twin(folder.Stored, IsAsBefore(folder.Stored, folder.Status)))
            .Concat(gone.Select(folder => new Twin(folder, IsAsBefore: false)))
            .Where(twin => twin.Folder.Checkpoint is not null)
            .ToList();
        return all.GroupBy(twin => twin.Folder.Checkpoint!.UidValidity)
            .SelectMany(alike => alike.Where(twin => !twin.Folder.Gone && twin.Folder.Checkpoint!.MessageCount > 0 && alike.Any(other => MayBe(twin, other))))
            .Select(twin => twin.Folder.FolderId)
            .ToHashSet();
    }

    /// <summary>Whether the folder may be what the other was. Where the other is as before, it can only be so with equal numbers.</summary>
    private static bool MayBe(Twin folder, Twin other)
    {
        if (folder == other)
        {
            return false;
        }

        var (mine, its) = (folder.Folder.Checkpoint!, other.Folder.Checkpoint!);
        return !folder.IsAsBefore || mine == its
            || (!other.IsAsBefore && its.UidNext <= mine.UidNext && (its.HighestModSeq ?? 0) <= (mine.HighestModSeq ?? 0));
    }

    private static bool IsAsBefore(StoredFolder folder, ImapStatus? now) => now is { UidValidity: { } validity, UidNext: { } next, Messages: { } count }
        && folder.Checkpoint == new FolderCheckpoint(validity, next, now.HighestModSeq, (int)Math.Min(count, int.MaxValue));

    private sealed record Twin(StoredFolder Folder, bool IsAsBefore);
}
