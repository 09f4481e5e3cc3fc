using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Sync.Run;

/// <summary>
/// Finds folders that may be different ones with the same name, although their numbers match the stored ones: servers give folders that are
/// created in the same second the same UIDVALIDITY, or give all folders the same one, and names can be swapped.
/// </summary>
internal static class FolderTwins
{
    /// <param name="listed">The stored folders, with the server's present state of them.</param>
    /// <param name="gone">Folders that the server has stopped listing since the last complete sync.</param>
    /// <returns>Ids of folders in which some messages must be recognised.</returns>
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

    /// <summary>Whether the folder may be the other one under a new name. If the other one has not changed, this is possible only with
    /// equal numbers.</summary>
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
