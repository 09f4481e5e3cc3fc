using Services83.EMail.Mail.Smtp;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Tests.Mail.Smtp;

/// <inheritdoc />
internal sealed class ScriptedSmtpServer : ScriptedServer
{
    private ScriptedSmtpServer(Func<ScriptedSession, Task> script)
        : base(script)
    {
    }

    public SmtpConnectionOptions Options => new()
    {
        Host = "127.0.0.1",
        Port = Port,
        Security = LineSecurity.None,
        AllowCleartextLogin = true,
        ReadTimeout = ReadTimeout,
    };

    public static ScriptedSmtpServer Start(Func<ScriptedSession, Task> script) => new(script);
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
        if (!received.StartsWith(command, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Expected {command}, the client sent: {received}");
        }

        await session.SendAsync(string.Concat(lines.Select((line, i) => $"{code}{(i < lines.Length - 1 ? '-' : ' ')}{line}\r\n")));
    }

    /// <summary>Reads up to the lone dot.</summary>
    public static async Task<List<string>> ReadMessageAsync(this ScriptedSession session)
    {
        var lines = new List<string>();
        while (await session.ReadLineAsync() is var line && line != ".")
        {
            lines.Add(line);
        }

        return lines;
    }
}
