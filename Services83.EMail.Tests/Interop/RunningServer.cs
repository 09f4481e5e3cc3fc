using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Services83.EMail.Tests.Interop;

/// <summary>This program's demo as a process of its own: the users, the tickets and the accounts that the documentation's samples name.</summary>
internal sealed partial class RunningServer : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Services83.EMail.dll");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;
    private string _address = "";

    private RunningServer(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, written) => Read(written.Data);
        process.ErrorDataReceived += (_, written) => Read(written.Data);
        process.Exited += (_, _) => _ready.TrySetException(Ended());
        process.EnableRaisingEvents = true;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Scheme, host and port.</summary>
    /// <exception cref="InvalidOperationException">The server has ended meanwhile; the message has its output.</exception>
    public string Address => _process.HasExited ? throw Ended() : _address;

    /// <summary>EMail.svc and SoPrincipal.svc are below it; no slash at the end.</summary>
    public string BaseAddress => $"{Address}/Services83";

    /// <returns>The demo, listening on a free loopback port; it has synced its two accounts once.</returns>
    /// <exception cref="InvalidOperationException">It ended instead; the message has its output.</exception>
    public static async Task<RunningServer> StartAsync(CancellationToken cancellationToken)
    {
        var server = new RunningServer(ExternalProgram.Start("dotnet", [Program, "demo", "--urls", "http://127.0.0.1:0"]));
        try
        {
            await server._ready.Task.WaitAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks it to end, so that it deletes its data, and kills it if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            if (!_process.HasExited)
            {
                await ExternalProgram.RunAsync("kill", ["-TERM", $"{_process.Id}"], patience.Token);
            }

            await _process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            ExternalProgram.Stop(_process);
            _process.Dispose();
        }
    }

    private InvalidOperationException Ended() =>
        new($"The demo has ended with exit code {_process.ExitCode}:\n{string.Join('\n', _output)}");

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (Greeting().Match(line) is { Success: true } greeting)
        {
            _address = greeting.Groups["address"].Value;
        }

        if (line.Contains("Ctrl+C", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }

    [GeneratedRegex("demo on (?<address>http://127\\.0\\.0\\.1:[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Greeting();
}
