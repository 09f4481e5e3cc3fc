namespace Services83.EMail.Commands.Sandbox;

/// <summary>
/// A folder for the data of a demo or a sandbox, which is deleted at the end. A file in it is locked while its process runs; the operating
/// system releases the lock when the process ends in any way. So the next start can tell which folders a killed process has left.
/// </summary>
internal sealed class TemporaryData : IDisposable
{
    private const string Prefix = "services83-demo-";
    private const string LockFile = "in-use.lock";

    private readonly FileStream _lock;

    private TemporaryData(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    /// <summary>Creates a folder that only this user can read, and deletes those that killed processes have left.</summary>
    public static TemporaryData Create()
    {
        foreach (var folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            DeleteIfLeft(folder);
        }

        var path = Directory.CreateTempSubdirectory(Prefix).FullName;
        return new TemporaryData(path, new FileStream(System.IO.Path.Combine(path, LockFile), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
    }

    public void Dispose()
    {
        _lock.Dispose();
        Directory.Delete(Path, recursive: true);
    }

    /// <summary>Deletes a folder whose lock nobody holds. One without that file, or of another user, is not ours to delete.</summary>
    private static void DeleteIfLeft(string folder)
    {
        try
        {
            using (new FileStream(System.IO.Path.Combine(folder, LockFile), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
            }

            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // In use, or somebody else's.
        }
    }
}
