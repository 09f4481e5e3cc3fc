using Services83.EMail.Mail.Pop3;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Tests.Mail.Pop3;

/// <inheritdoc />
internal sealed class ScriptedPop3Server : ScriptedServer
{
    private ScriptedPop3Server(Func<ScriptedSession, Task> script)
        : base(script)
    {
    }

    public Pop3ConnectionOptions Options => new()
    {
        Host = "127.0.0.1",
        Port = Port,
        Security = LineSecurity.None,
        AllowCleartextLogin = true,
        ReadTimeout = ReadTimeout,
        MaxMessages = 100,
        MaxMessageBytes = 1000,
    };

    public static ScriptedPop3Server Start(Func<ScriptedSession, Task> script) => new(script);
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
        if (!received.StartsWith(command, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Expected {command}, the client sent: {received}");
        }

        await session.SendAsync(string.Concat(lines.Select(line => line + "\r\n")));
    }
}
