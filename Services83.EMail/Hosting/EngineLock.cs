using Services83.EMail.Storage;

namespace Services83.EMail.Hosting;

/// <summary>
/// Held by the one process that runs the syncs of a data folder. The operating system lets go of it when the process ends, however
/// it ends.
/// </summary>
internal sealed class EngineLock : IDisposable
{
    private readonly FileStream _file;

    private EngineLock(FileStream file) => _file = file;

    /// <summary>Null when another process holds it.</summary>
    /// <exception cref="StorageException">The data folder cannot be written to.</exception>
    public static EngineLock? TryTake(string dataFolder)
    {
        try
        {
            PrivateFolder.Create(dataFolder);
            return new(new FileStream(Path.Combine(dataFolder, "engine.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (IsHeldElsewhere(exception))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The folder '{Path.GetFullPath(dataFolder)}' cannot be written to. Check Storage:DataFolder and the rights of the service's account.",
                isTransient: false,
                exception);
        }
    }

    public void Dispose() => _file.Dispose();

    // ERROR_SHARING_VIOLATION of Windows; EWOULDBLOCK of Linux and of macOS.
    private static bool IsHeldElsewhere(IOException exception) => exception.HResult is unchecked((int)0x80070020) or 11 or 35;
}
