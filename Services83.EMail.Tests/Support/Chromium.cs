using System.Diagnostics;

namespace Services83.EMail.Tests.Support;

/// <summary>A real browser without a window.</summary>
internal static class Chromium
{
    public const string Program = "/usr/bin/chromium-headless-shell";

    /// <summary>Also on a busy machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Opens a page and keeps it open until something has happened. Names of every host lead to a port of this machine.</summary>
    /// <param name="page">Address of the page.</param>
    /// <param name="port">Where requests to all hosts go.</param>
    /// <param name="happened">Ends the visit.</param>
    /// <param name="cancellationToken">Ends it too.</param>
    /// <exception cref="TimeoutException">It has not happened; the message has the browser's output.</exception>
    public static async Task VisitAsync(Uri page, int port, Task happened, CancellationToken cancellationToken)
    {
        var profile = Directory.CreateTempSubdirectory("services83-browser-").FullName;
        using var process = Start(page, port, profile);
        var output = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            var ended = process.WaitForExitAsync(CancellationToken.None);
            if (await Task.WhenAny(happened, ended).WaitAsync(Limit, cancellationToken).ConfigureAwait(false) == ended)
            {
                throw new InvalidOperationException($"The browser ended: {await output.ConfigureAwait(false)}");
            }

            await happened.ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The page did not get ready: {await output.ConfigureAwait(false)}", exception);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            Directory.Delete(profile, recursive: true);
        }
    }

    private static Process Start(Uri page, int port, string profile)
    {
        // The sandbox of the browser does not work for root, nor in most containers; the pages are our own.
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--enable-logging=stderr", $"--user-data-dir={profile}", $"--host-resolver-rules=MAP * 127.0.0.1:{port}, EXCLUDE 127.0.0.1", "--remote-debugging-port=0", page.AbsoluteUri,
        ];
        return Process.Start(new ProcessStartInfo(Program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
    }
}
