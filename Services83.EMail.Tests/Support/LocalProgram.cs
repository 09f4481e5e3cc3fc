using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Services83.EMail.Mail.Imap;

namespace Services83.EMail.Tests.Support;

/// <summary>What fixtures that start servers on this machine have in common.</summary>
internal static class LocalProgram
{
    /// <summary>
    /// For <see cref="StartGuarded"/>: runs a server until it ends or until standard input does, says what it said, and cleans up. The other end
    /// of standard input is ours, so the server ends with us in whatever way we end.
    /// </summary>
    public const string LoggingGuardian = """
        folder=$1; shift; exec 3<&0
        "$@" >"$folder/log" 2>&1 & server=$!
        { cat <&3; kill $server; } >/dev/null 2>&1 &
        wait $server; cat "$folder/log" >&2; rm -rf "$folder"
        """;

    private const int FirstPort = 10_000;
    private const int PortCount = 22_000;

    // Test runs that go on at the same time begin at different ones.
    private static int _next = Environment.ProcessId * 97;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Ports that nobody listens on. None is given out twice, and none is among those that the system picks for a listener that asks
    /// for any (32768 and above by default on Linux), so that fixtures that run side by side do not take each other's.
    /// </summary>
    public static List<int> FreePorts(int count)
    {
        var ports = new List<int>();
        while (ports.Count < count)
        {
            var port = FirstPort + (int)((uint)Interlocked.Increment(ref _next) % PortCount);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                ports.Add(port);
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // Another program's; the next one will do.
            }
        }

        return ports;
    }

    /// <summary>What the program prints until it ends.</summary>
    public static async Task<string> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return output;
    }

    /// <summary>Starts a server under a shell script that ends it together with the returned process's standard input.</summary>
    /// <param name="guardian">The script; it gets the folder and the command as its arguments.</param>
    /// <param name="folder">The server's own, which the script removes at the end.</param>
    /// <param name="user">Whom root becomes for it, by name or number; anybody else stays who it is.</param>
    /// <param name="group">That user's group.</param>
    /// <param name="command">The server and its arguments.</param>
    public static Process StartGuarded(string guardian, string folder, string user, string group, params string[] command)
    {
        string[] asUser = Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={user}", $"--regid={group}", "--clear-groups"] : [];
        return Process.Start(new ProcessStartInfo("sh", ["-c", guardian, "sh", folder, .. asUser, .. command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>Ends what <see cref="StartGuarded"/> has started, and waits until its folder is gone.</summary>
    public static async Task EndAsync(Process process)
    {
        process.StandardInput.Close();
        // It says what is in its log first, which may be more than a pipe holds.
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Returns when the server greets a client.</summary>
    /// <exception cref="InvalidOperationException">It has ended instead, and this is what it said.</exception>
    public static async Task WaitUntilGreetedAsync(
        Process process, string name, ImapConnectionOptions options, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartTimeout);
        await Polling.UntilAsync(() => GreetsAsync(process, name, options, deadline.Token), deadline.Token);
    }

    private static async Task<bool> GreetsAsync(Process process, string name, ImapConnectionOptions options, CancellationToken cancellationToken)
    {
        if (process.HasExited)
        {
            throw new InvalidOperationException($"{name} did not start: {await process.StandardError.ReadToEndAsync(cancellationToken)}");
        }

        try
        {
            await using var client = await ImapClient.ConnectAsync(options, cancellationToken);
            return true;
        }
        catch (ImapConnectionException)
        {
            return false;
        }
    }
}
