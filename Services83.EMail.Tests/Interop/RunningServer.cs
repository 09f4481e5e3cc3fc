using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Services83.EMail.Tests.Interop;

/// <summary>This program's demo as a process of its own: the users, the tickets and the accounts that the documentation's samples name.</summary>
internal sealed partial class RunningServer : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Services83.EMail.dll");

    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;

    private RunningServer(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, written) => Read(written.Data);
        process.ErrorDataReceived += (_, written) => Read(written.Data);
        process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The demo has ended:\n{Output}"));
        process.EnableRaisingEvents = true;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>EMail.svc and SoPrincipal.svc are below it; no slash at the end.</summary>
    public string BaseAddress { get; private set; } = "";

    private string Output => string.Join('\n', _output);

    /// <returns>The demo, listening on a free loopback port.</returns>
    /// <exception cref="InvalidOperationException">It ended instead; the message has its output.</exception>
    public static async Task<RunningServer> StartAsync(CancellationToken cancellationToken)
    {
        var server = new RunningServer(ExternalProgram.Start("dotnet", [Program, "demo", "--urls", "http://127.0.0.1:0"]));
        try
        {
            server.BaseAddress = $"{await server._address.Task.WaitAsync(cancellationToken)}/Services83";
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        ExternalProgram.Stop(_process);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        _output.Enqueue(line);
        if (LoopbackAddress().Match(line) is { Success: true } address)
            _address.TrySetResult(address.Value);
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[1-9][0-9]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LoopbackAddress();
}
