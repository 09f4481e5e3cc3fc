using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using Services83.EMail.Mail.Smtp;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Mail.Imap;

namespace Services83.EMail.Tests.Mail.Smtp;

/// <summary>A server on a loopback port that behaves as badly as a test's script says, for one connection.</summary>
internal sealed class ScriptedSmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;

    private ScriptedSmtpServer(Func<ScriptedSession, Task> script)
    {
        _listener.Start();
        _running = RunAsync(script);
    }

    public SmtpConnectionOptions Options => new()
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        Security = LineSecurity.None,
        AllowCleartextLogin = true,
        ReadTimeout = TimeSpan.FromSeconds(10),
    };

    public static ScriptedSmtpServer Start(Func<ScriptedSession, Task> script) => new(script);

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

internal static class SmtpScript
{
    /// <summary>Greets and answers EHLO.</summary>
    public static async Task HelloAsync(this ScriptedSession session, params string[] extensions)
    {
        await session.SendAsync("220 mail.example.com ready\r\n");
        await session.AcceptAsync("EHLO", ["mail.example.com", .. extensions]);
    }

    public static Task AcceptAsync(this ScriptedSession session, string command, params string[] lines) =>
        session.ReplyAsync(command, 250, lines);

    /// <summary>Answers the next command, which must begin with these words.</summary>
    public static async Task ReplyAsync(this ScriptedSession session, string command, int code, params string[] lines)
    {
        var received = await session.ReadLineAsync();
        if (!received.StartsWith(command, StringComparison.Ordinal)) throw new InvalidOperationException($"Expected {command}, the client sent: {received}");
        await session.SendAsync(string.Concat(lines.Select((line, i) => $"{code}{(i < lines.Length - 1 ? '-' : ' ')}{line}\r\n")));
    }

    /// <summary>Reads up to the lone dot.</summary>
    public static async Task<List<string>> ReadMessageAsync(this ScriptedSession session)
    {
        var lines = new List<string>();
        while (await session.ReadLineAsync() is var line && line != ".") lines.Add(line);
        return lines;
    }
}
