using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Tests.Mail.Imap;

/// <inheritdoc />
internal sealed class ScriptedImapServer : ScriptedServer
{
    private ScriptedImapServer(Func<ScriptedSession, Task> script)
        : base(script)
    {
    }

    public ImapConnectionOptions Options => new()
    {
        Host = "127.0.0.1",
        Port = Port,
        Security = LineSecurity.None,
        AllowCleartextLogin = true,
        ReadTimeout = ReadTimeout,
    };

    public static ScriptedImapServer Start(Func<ScriptedSession, Task> script) => new(script);
}

internal static class ImapScript
{
    /// <summary>Greets with these capabilities.</summary>
    public static Task GreetAsync(this ScriptedSession session, string capabilities = "") =>
        session.SendAsync($"* OK [CAPABILITY IMAP4rev1 {capabilities}] ready\r\n");

    /// <summary>The tag of the next command, which must begin with the given words.</summary>
    public static async Task<string> ExpectAsync(this ScriptedSession session, string command)
    {
        var line = await session.ReadLineAsync();
        var space = line.IndexOf(' ');
        if (space < 0 || !line[(space + 1)..].StartsWith(command, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Expected {command}, the client sent: {line}");
        }

        return line[..space];
    }

    /// <summary>Answers the next command.</summary>
    public static async Task AnswerAsync(this ScriptedSession session, string command, string answer) =>
        await session.SendAsync(answer.Replace("TAG", await session.ExpectAsync(command)));
}
