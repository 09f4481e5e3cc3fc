using System.Runtime.Versioning;

namespace Services83.EMail.Storage;

/// <summary>Folders and files that hold mail or keys: only the operating system account of the service can read them, if the system has
/// such rights.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates the folder if it is missing; the rights of an existing folder are not changed.</summary>
    /// <exception cref="StorageException">It cannot be created.</exception>
    public static void Create(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                CreateNarrow(Path.GetFullPath(path));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The folder '{Path.GetFullPath(path)}' cannot be created. Check Storage:DataFolder, Storage:KeyFolder and the rights of the service's account.",
                isTransient: false,
                exception);
        }
    }

    /// <summary>The framework would create missing folders above it with the usual rights.</summary>
    [UnsupportedOSPlatform("windows")]
    private static void CreateNarrow(string path)
    {
        if (Path.GetDirectoryName(path) is { } parent && !Directory.Exists(parent))
        {
            CreateNarrow(parent);
        }

        Directory.CreateDirectory(path, OwnerOnly);
    }

    /// <summary>
    /// Creates an empty file if there is none. Everybody may be able to read its folder, so the file has narrow rights of its own; SQLite
    /// gives the same rights to the files that it creates beside it. An existing file is not opened: closing it would release the locks
    /// that this process holds on it.
    /// </summary>
    public static void CreateFile(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();
    }
}
