using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Mail.Imap;

namespace Services83.EMail.Tests.Mail.Pop3;

/// <summary>A server on a loopback port that behaves as badly as a test's script says, for one connection.</summary>
internal sealed class ScriptedPop3Server : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;

    private ScriptedPop3Server(Func<ScriptedSession, Task> script)
    {
        _listener.Start();
        _running = RunAsync(script);
    }

    public Pop3ConnectionOptions Options => new()
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        Security = LineSecurity.None,
        AllowCleartextLogin = true,
        ReadTimeout = TimeSpan.FromSeconds(10),
        MaxMessages = 100,
        MaxMessageBytes = 1000,
    };

    public static ScriptedPop3Server Start(Func<ScriptedSession, Task> script) => new(script);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _running;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or EndOfStreamException)
        {
            await TestContext.Out.WriteLineAsync($"The script ended by: {e.Message}");
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

internal static class Pop3Script
{
    /// <summary>Greets and answers CAPA.</summary>
    public static async Task HelloAsync(this ScriptedSession session, params string[] capabilities)
    {
        await session.SendAsync("+OK ready\r\n");
        await session.ReplyAsync("CAPA", ["+OK", .. capabilities, "."]);
    }

    /// <summary>Greets, and lets anybody in.</summary>
    public static async Task LetInAsync(this ScriptedSession session)
    {
        await session.HelloAsync("SASL PLAIN", "UIDL");
        await session.ReplyAsync("AUTH PLAIN ", "+OK");
        await session.ReplyAsync("CAPA", "+OK", "UIDL", ".");
    }

    /// <summary>Answers the next command, which must begin with these words.</summary>
    public static async Task ReplyAsync(this ScriptedSession session, string command, params string[] lines)
    {
        var received = await session.ReadLineAsync();
        if (!received.StartsWith(command, StringComparison.Ordinal)) throw new InvalidOperationException($"Expected {command}, the client sent: {received}");
        await session.SendAsync(string.Concat(lines.Select(line => line + "\r\n")));
    }
}
