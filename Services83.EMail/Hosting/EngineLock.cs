using Microsoft.Win32.SafeHandles;
using Services83.EMail.Storage;

namespace Services83.EMail.Hosting;

/// <summary>The lock of a data folder, which one process serves. The operating system releases it when the process ends in any way.</summary>
internal sealed class EngineLock : LoneNode
{
    private readonly string _path;

    private FileStream _file;

    private EngineLock(string path)
    {
        _path = path;
        _file = Open();
    }

    public override string Name => $"the data folder '{Path.GetDirectoryName(Path.GetFullPath(_path))}'";

    /// <summary>Null when another process holds it.</summary>
    /// <exception cref="StorageException">The data folder cannot be written to.</exception>
    public static EngineLock? TryTake(string dataFolder)
    {
        try
        {
            PrivateFolder.Create(dataFolder);
            return new(Path.Combine(dataFolder, "engine.lock"));
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

    /// <summary>
    /// Checks whether the file is still the one that was locked, and if not, takes the lock again. A locked file can be deleted, except on
    /// Windows, and a lock on a deleted file does not stop another process.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be read or written to; the state is unknown.</exception>
    public override Task<NodeState> LookAsync(CancellationToken cancellationToken) => Task.FromResult(Look());

    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        base.Dispose(disposing);
    }

    private NodeState Look()
    {
        if (OperatingSystem.IsWindows() || IsWhereItWas())
        {
            return NodeState.Held;
        }

        try
        {
            var file = Open();
            _file.Dispose();
            _file = file;
            return NodeState.TakenAgain;
        }
        catch (IOException exception) when (IsHeldElsewhere(exception))
        {
            return NodeState.Lost;
        }
    }

    private FileStream Open()
    {
        var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        // Distinguishes it from a file that a backup restores.
        File.SetLastWriteTimeUtc(file.SafeFileHandle, TimeProvider.System.GetUtcNow().UtcDateTime);
        return file;
    }

    /// <summary>
    /// Whether the path leads to the open file: then both have the same times, even when somebody sets them. They are read twice, because
    /// that may happen in between.
    /// </summary>
    private bool IsWhereItWas()
    {
        var before = Moments(_file.SafeFileHandle);
        var there = (File.GetCreationTimeUtc(_path), File.GetLastWriteTimeUtc(_path));
        return File.Exists(_path) && (there == before || before != Moments(_file.SafeFileHandle));
    }

    private static (DateTime Created, DateTime Written) Moments(SafeFileHandle file) => (File.GetCreationTimeUtc(file), File.GetLastWriteTimeUtc(file));

    // ERROR_SHARING_VIOLATION of Windows; EWOULDBLOCK of Linux and of macOS.
    private static bool IsHeldElsewhere(IOException exception) => exception.HResult is unchecked((int)0x80070020) or 11 or 35;
}
