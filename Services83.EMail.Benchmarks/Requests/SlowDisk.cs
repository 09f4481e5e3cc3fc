using System.Diagnostics;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Benchmarks.Requests;

/// <summary>A library that makes every wait for the disk of a program four milliseconds longer, as on a disk that spins or is far away.</summary>
internal static class SlowDisk
{
    private const string Compiler = "/usr/bin/cc";

    private const string Source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <time.h>
        static int slow(const char *name, int file) {
            struct timespec wait = {0, 4000000};
            nanosleep(&wait, 0);
            return ((int (*)(int))dlsym(RTLD_NEXT, name))(file);
        }
        int fsync(int file) { return slow("fsync", file); }
        int fdatasync(int file) { return slow("fdatasync", file); }
        """;

    /// <summary>Compiles it, for LD_PRELOAD.</summary>
    public static async Task<string> MakeAsync(string folder)
    {
        Requires.Program(Compiler, "apt-get install gcc libc6-dev");
        var library = Path.Combine(folder, "slow-disk.so");
        using var process = Process.Start(new ProcessStartInfo(Compiler, ["-shared", "-fPIC", "-O2", "-x", "c", "-", "-o", library, "-ldl"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
        })!;
        await process.StandardInput.WriteAsync(Source);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? library : throw new InvalidOperationException($"{Compiler} failed.");
    }
}
