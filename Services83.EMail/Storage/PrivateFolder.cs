namespace Services83.EMail.Storage;

/// <summary>Folders and files that hold mail or keys: readable by the account of the service only, where the system knows such rights.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates the folder when it is missing; the rights of one that exists are its owner's choice.</summary>
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
                Directory.CreateDirectory(path, OwnerOnly);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The folder '{Path.GetFullPath(path)}' cannot be created. Check Storage:DataFolder and the rights of the service's account.",
                isTransient: false,
                exception);
        }
    }

    /// <summary>
    /// Creates an empty file when there is none. Its folder may be one that everybody can read, so the file has narrow rights of its
    /// own; SQLite gives the same to the files that it makes beside it. A file that exists is not opened: closing it would let go of the
    /// locks that this process holds on it.
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
