using System.Net;
using System.Net.Sockets;
using NUnit.Framework;

namespace Services83.EMail.Tests.Mail;

/// <summary>A server on a loopback port that behaves as badly as a test's script says, for one connection.</summary>
internal abstract class ScriptedServer : IAsyncDisposable
{
    protected static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;

    protected ScriptedServer(Func<ScriptedSession, Task> script)
    {
        _listener.Start();
        _running = RunAsync(script);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Ends the script, and fails when the client did something that the script does not expect.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _running;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or EndOfStreamException)
        {
            // The client disconnected, or the script was still waiting: most of these tests end in one of these ways.
            await TestContext.Out.WriteLineAsync($"The script ended by: {exception.Message}");
        }
        _listener.Stop();
        _end.Dispose();
    }

    private async Task RunAsync(Func<ScriptedSession, Task> script)
    {
        using var client = await _listener.AcceptTcpClientAsync(_end.Token);
        await using var session = new ScriptedSession(client.GetStream(), _end.Token);
        await script(session);
    }
}
