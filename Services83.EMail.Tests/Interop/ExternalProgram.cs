using System.Diagnostics;
using System.Text;

namespace Services83.EMail.Tests.Interop;

/// <summary>Runs a program to its end.</summary>
internal static class ExternalProgram
{
    /// <returns>What the program wrote to its standard output.</returns>
    /// <exception cref="InvalidOperationException">The program ended with another exit code than 0; the message has its output.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var (exitCode, output, error) = await TryAsync(program, arguments, cancellationToken);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} ended with exit code {exitCode}:\n{output}\n{error}");
    }

    public static async Task<(int ExitCode, string Output, string Error)> TryAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            Stop(process);
        }
    }

    /// <summary>Starts a program whose standard streams are read and written as UTF-8.</summary>
    public static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        // Arguments hold names that are not ASCII, and Mono decodes them as the locale says.
        start.Environment["LC_ALL"] = "C.UTF-8";
        return Process.Start(start)!;
    }

    public static void Stop(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
