namespace Services83.EMail.Mail.Imap;

/// <summary>
/// Bytes that the server sent as one unit, such as a whole message: in memory when small, in a temporary file when large. The receiver must
/// dispose it; that deletes the file.
/// </summary>
public sealed class ImapLiteral : IDisposable
{
    private readonly FileStream? _file;

    internal ImapLiteral(byte[] bytes)
    {
        Bytes = bytes;
        Length = bytes.LongLength;
    }

    internal ImapLiteral(FileStream file)
    {
        _file = file;
        Length = file.Length;
    }

    /// <summary>Length in bytes.</summary>
    public long Length { get; }

    /// <summary>All bytes when they are in memory, else null. Not a copy.</summary>
    public byte[]? Bytes { get; }

    /// <summary>A new stream over the bytes, independent of other ones; dispose it before the literal.</summary>
    public Stream OpenRead() => Bytes is not null
        ? new MemoryStream(Bytes, writable: false)
        : new FileStream(_file!.Name, new FileStreamOptions
        {
            Mode = FileMode.Open,
            Access = FileAccess.Read,
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        });

    /// <summary>All bytes in one array, read from the file when needed.</summary>
    public async ValueTask<byte[]> ToArrayAsync(CancellationToken cancellationToken)
    {
        if (Bytes is not null)
        {
            return Bytes;
        }

        var all = new byte[Length];
        await using var stream = OpenRead();
        await stream.ReadExactlyAsync(all, cancellationToken);
        return all;
    }

    /// <summary>The first bytes, at most this many.</summary>
    public async ValueTask<byte[]> ReadBeginningAsync(long most, CancellationToken cancellationToken)
    {
        if (Length <= most)
        {
            return await ToArrayAsync(cancellationToken);
        }

        var beginning = new byte[most];
        await using var stream = OpenRead();
        await stream.ReadExactlyAsync(beginning, cancellationToken);
        return beginning;
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>An empty file that only this user can read and that is deleted when closed.</summary>
    internal static FileStream CreateFile(string folder)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(folder, $"imap-literal-{Guid.NewGuid():N}.tmp"), options);
    }
}
