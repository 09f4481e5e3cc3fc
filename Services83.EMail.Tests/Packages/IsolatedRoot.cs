using System.Diagnostics;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Packages;

/// <summary>
/// A copy of this machine's files in which packages are installed without changing the machine: what is written goes into a folder of its own
/// (an overlay file system), and nothing that was started there outlives the call that started it. Needs root.
/// </summary>
internal sealed class IsolatedRoot : IDisposable
{
    /// <summary>The script gets the folder of the overlay and the commands, which see the machine's network, processes and devices.</summary>
    private const string Enter = """
        set -eu
        mount --make-rprivate /
        mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
        for folder in proc sys dev; do mount --rbind "/$folder" "$1/root/$folder"; done
        exec chroot "$1/root" /bin/bash -euo pipefail -c "$2"
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("services83-root-").FullName;

    public IsolatedRoot()
    {
        foreach (var part in new[] { "upper", "work", "root" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, part));
        }
    }

    /// <summary>Where a file is that was written in the root, seen from outside.</summary>
    public string Written(string path) => Path.Combine(_folder, "upper", path.TrimStart('/'));

    /// <summary>Runs a script to its end.</summary>
    public async Task<ProgramResult> RunAsync(string script, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("unshare", ["--mount", "--fork", "--kill-child", "/bin/sh", "-c", Enter, "enter", _folder, script])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DEBIAN_FRONTEND"] = "noninteractive", ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", ["LC_ALL"] = "C.UTF-8" },
        })!;
        process.StandardInput.Close();
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            return new ProgramResult(process.ExitCode, (await output).TrimEnd(), (await error).TrimEnd());
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
