using System.Diagnostics;
using System.Globalization;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Benchmarks.Requests;

/// <summary>
/// A library that counts how often a program waits for the disk, and makes each of these waits longer, as on a disk that spins or is far away.
/// </summary>
internal sealed class DiskShim
{
    private const string Compiler = "/usr/bin/cc";

    private const string Source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <fcntl.h>
        #include <stdlib.h>
        #include <time.h>
        #include <unistd.h>
        static int slow(const char *name, int file) {
            static int count = -1;
            struct timespec wait = {0, atol(getenv("DISK_WAIT"))};
            if (count < 0) count = open(getenv("DISK_COUNT"), O_WRONLY | O_CREAT | O_APPEND, 0600);
            if (write(count, "+", 1) != 1) abort();
            if (wait.tv_nsec > 0) nanosleep(&wait, 0);
            return ((int (*)(int))dlsym(RTLD_NEXT, name))(file);
        }
        int fsync(int file) { return slow("fsync", file); }
        int fdatasync(int file) { return slow("fdatasync", file); }
        """;

    private readonly string _library;
    private readonly string _count;
    private readonly TimeSpan _wait;

    private DiskShim(string library, string count, TimeSpan wait) => (_library, _count, _wait) = (library, count, wait);

    /// <summary>How often the program has waited so far.</summary>
    public long Waits => File.Exists(_count) ? new FileInfo(_count).Length : 0;

    /// <summary>Compiles it, for LD_PRELOAD.</summary>
    /// <param name="folder">Where its files are put.</param>
    /// <param name="wait">How much longer each wait is; less than a second.</param>
    public static async Task<DiskShim> MakeAsync(string folder, TimeSpan wait)
    {
        Requires.Program(Compiler, "apt-get install gcc libc6-dev");
        var name = Path.Combine(folder, Path.GetRandomFileName());
        using var process = Process.Start(new ProcessStartInfo(Compiler, ["-shared", "-fPIC", "-O2", "-x", "c", "-", "-o", name + ".so", "-ldl"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
        })!;
        await process.StandardInput.WriteAsync(Source);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? new DiskShim(name + ".so", name + ".count", wait) : throw new InvalidOperationException($"{Compiler} failed.");
    }

    /// <summary>Makes a program load it.</summary>
    public void AddTo(ProcessStartInfo program)
    {
        program.Environment["LD_PRELOAD"] = _library;
        program.Environment["DISK_COUNT"] = _count;
        program.Environment["DISK_WAIT"] = (_wait.Ticks * 100).ToString(CultureInfo.InvariantCulture);
    }
}
