using Services83.EMail.Storage;

namespace Services83.EMail.Administration.Doctor;

/// <summary>Examines the folders of the data and the keys: who may read them, and whether the disk has space.</summary>
internal static class FolderExamination
{
    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const long MinFreeBytes = 1L << 30;

    public static IEnumerable<Finding> Run(StorageOptions options)
    {
        string[] folders = options.KeysAreInDatabase ? [options.DataFolder] : [options.DataFolder, options.KeyFolderPath];
        foreach (var folder in folders.Select(Path.GetFullPath).Where(Directory.Exists))
        {
            yield return OfRights(folder);
        }

        if (options.Provider == StorageProvider.Sqlite && Directory.Exists(options.DataFolder))
        {
            yield return OfWriting(options);
            yield return OfSpace(options);
        }
    }

    private static Finding OfRights(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return new(Severity.Ok, folder, "is there; its rights are not examined on Windows");
        }

        var open = File.GetUnixFileMode(folder) & OfOthers;
        return open == UnixFileMode.None
            ? new(Severity.Ok, folder, "only its owner may read it")
            : new(Severity.Warning, folder, $"others than its owner have rights on it: {open}", $"Run: chmod 700 {folder}");
    }

    /// <summary>A file that another user made, such as root by an earlier command, cannot be opened by the service.</summary>
    private static Finding OfWriting(StorageOptions options)
    {
        string[] files = [.. options.DatabaseFiles.Where(File.Exists), .. KeyProof.FilesIn(options.KeyFolderPath).Select(key => key.FullName)];
        var closed = files.Where(file => !MayWrite(file)).Select(Path.GetFullPath).ToList();
        return closed.Count == 0
            ? new(Severity.Ok, "Files of the data", $"{Environment.UserName} may read and write all {files.Length}")
            : new(
                Severity.Error, "Files of the data", $"{Environment.UserName} may not write {string.Join(", ", closed)}",
                "Give them to the user that the service runs as, with chown, and run commands as that user.");
    }

    private static Finding OfSpace(StorageOptions options)
    {
        var free = new DriveInfo(Path.GetFullPath(options.DataFolder)).AvailableFreeSpace;
        var size = options.DatabaseBytes;
        var text = FormattableString.Invariant($"{free / (1024.0 * 1024 * 1024):0.0} GiB are free, the database has {size / (1024.0 * 1024 * 1024):0.0} GiB");
        return free < Math.Max(MinFreeBytes, size / 10)
            ? new(Severity.Warning, "Disk", text, "Free some space, or move Storage:DataFolder to a larger disk with the server stopped.")
            : new(Severity.Ok, "Disk", text);
    }

    private static bool MayWrite(string file)
    {
        try
        {
            // Without locks: to close a file releases those that this process holds on it, and there are none yet.
            using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
