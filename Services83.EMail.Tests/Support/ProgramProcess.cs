using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Services83.EMail.Tests.Support;

/// <summary>What a program said and how it ended.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    /// <summary>The cells of the table that was printed, without its header.</summary>
    public IReadOnlyList<string[]> Rows =>
    [
        .. Output.Split('\n').Where(line => line.StartsWith('│')).Skip(1)
            .Select(line => line.Trim().Trim('│').Split('│', StringSplitOptions.TrimEntries)),
    ];

    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}

/// <summary>Our program, run as a process of its own. It never outlives the test that disposes this.</summary>
public sealed class ProgramProcess : IAsyncDisposable
{
    private const int SignalInterrupt = 2;
    private const int SignalTerminate = 15;
    private const int SignalContinue = 18;
    private const int SignalStop = 19;

    private readonly Process _process;
    private readonly Task _reading;
    private readonly Lock _gate = new();
    private readonly List<string> _output = [];
    private readonly List<string> _error = [];
    private bool _disposed;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProgramProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _output), ReadAsync(process.StandardError, _error));
    }

    public int Id => _process.Id;

    public bool IsRunning => !_process.HasExited;

    /// <summary>All lines of standard output so far.</summary>
    public string Output => Text(_output);

    /// <summary>All lines of standard error so far.</summary>
    public string Error => Text(_error);

    /// <summary>Starts the program.</summary>
    /// <param name="workingFolder">Where it runs.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">All of its standard input; it ends there.</param>
    /// <param name="environment">Variables beside those of the test run.</param>
    public static async Task<ProgramProcess> StartAsync(
        string workingFolder, IEnumerable<string> arguments, string input = "", IReadOnlyDictionary<string, string>? environment = null)
    {
        // A test run that was started in the background, by nohup or a build server, has SIGINT ignored, and so would what it starts.
        string[] program = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        var start = new ProcessStartInfo(program[0], [.. program[1..], typeof(IEMailAgent).Assembly.Location, .. arguments])
        {
            WorkingDirectory = workingFolder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // Most programs of the tests live for a second: a collector with a heap per processor takes a sixth of it.
            Environment = { ["DOTNET_gcServer"] = "0" },
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = new ProgramProcess(Process.Start(start)!);
        await process.WriteAsync(input);
        return process;
    }

    /// <summary>The first line of standard output that holds a text, as soon as it is there.</summary>
    /// <exception cref="InvalidOperationException">The program ended without it; the message says what it said.</exception>
    public async Task<string> WaitForLineAsync(string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news;
            bool ended;
            lock (_gate)
            {
                ended = _reading.IsCompleted;
                news = _news.Task;
                if (_output.Find(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
                {
                    return found;
                }
            }

            if (ended)
            {
                throw new InvalidOperationException($"The program ended without saying '{text}':\n{Output}\n{Error}");
            }

            await Task.WhenAny(news, _reading).WaitAsync(cancellationToken);
        }
    }

    public async Task<ProgramResult> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _reading.WaitAsync(cancellationToken);
        return new ProgramResult(_process.ExitCode, Output, Error);
    }

    /// <summary>Ends it as a power cut would (SIGKILL), and returns when it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    public void Terminate() => Send(SignalTerminate);

    /// <summary>Stops it in the middle of what it does, as a machine that is suspended, until <see cref="Continue"/>.</summary>
    public void Stop() => Send(SignalStop);

    public void Continue() => Send(SignalContinue);

    /// <summary>Asks it to end, as Ctrl+C does.</summary>
    public void Interrupt() => Send(SignalInterrupt);

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        await _reading;
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int processId, int signal);

    private void Send(int signal)
    {
        if (SendSignal(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Process {_process.Id} is not there to be signalled."));
        }
    }

    private async Task WriteAsync(string input)
    {
        try
        {
            await _process.StandardInput.WriteAsync(input);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading its input; its exit code and output say why.
        }
    }

    private async Task ReadAsync(StreamReader from, List<string> lines)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (_gate)
            {
                lines.Add(line);
                _news.SetResult();
                _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private string Text(List<string> lines)
    {
        lock (_gate)
        {
            return string.Join('\n', lines);
        }
    }
}
