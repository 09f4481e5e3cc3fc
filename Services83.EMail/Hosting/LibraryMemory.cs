using System.Runtime.InteropServices;

namespace Services83.EMail.Hosting;

/// <summary>
/// The memory of the C library, from which SQLite, OpenSSL and the runtime's compiler take theirs. glibc keeps what they free for their next
/// use; on other systems there is nothing to do.
/// </summary>
internal static class LibraryMemory
{
    private const string Glibc = "libc.so.6";
    private const string TrimName = "malloc_trim";

    private static readonly bool IsGlibc =
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad(Glibc, out var library) && NativeLibrary.TryGetExport(library, TrimName, out _);

    /// <summary>Returns what is free to the operating system.</summary>
    /// <returns>Whether there was any.</returns>
    public static bool Trim() => IsGlibc && TrimTo(0) == 1;

    [DllImport(Glibc, EntryPoint = TrimName)]
    private static extern int TrimTo(nuint bytes);
}
