namespace Services83.EMail.Storage.Sqlite;

/// <summary>
/// Keeps all processes from erasing bodies while somebody copies them. It ends with its process at the latest.
/// </summary>
internal static class BodyHold
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until nobody erases, and keeps it so until disposed of. Several may hold at once.</summary>
    public static async Task<IDisposable> TakeAsync(string databaseFile, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Open(databaseFile, FileAccess.Read, FileShare.Read) is { } hold)
            {
                return hold;
            }

            await Task.Delay(BetweenAttempts, cancellationToken);
        }
    }

    /// <summary>What who erases must have until the end; null while somebody copies.</summary>
    public static IDisposable? TryErase(string databaseFile) => Open(databaseFile, FileAccess.ReadWrite, FileShare.None);

    private static FileStream? Open(string databaseFile, FileAccess access, FileShare share)
    {
        // A file of its own: to close a database file would release the locks that SQLite has on it.
        var file = Path.ChangeExtension(databaseFile, ".bodies.hold");
        try
        {
            PrivateFolder.CreateFile(file);
            return new FileStream(file, FileMode.Open, access, share);
        }
        catch (IOException exception) when (IsHeldElsewhere(exception))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The file '{file}' cannot be opened. Check the disk and the rights of the service's account.", isTransient: false, exception);
        }
    }

    // ERROR_SHARING_VIOLATION of Windows; EWOULDBLOCK of Linux and of macOS.
    private static bool IsHeldElsewhere(IOException exception) => exception.HResult is unchecked((int)0x80070020) or 11 or 35;
}
