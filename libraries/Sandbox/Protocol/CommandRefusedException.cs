namespace Services83.EMail.Sandbox.Protocol;

/// <summary>Ends a command with a refusal; the connection stays open. The message is IMAP's tagged reply without the tag.</summary>
internal sealed class CommandRefusedException : Exception
{
    private CommandRefusedException(string word, string text) : base($"{word} {text}")
    {
        IsBad = word == "BAD";
        Text = text;
    }

    /// <summary>Whether the command itself is wrong, not only impossible now.</summary>
    public bool IsBad { get; }

    /// <summary>The reason without the protocol's own word.</summary>
    public string Text { get; }

    public static CommandRefusedException No(string text) => new("NO", text);

    public static CommandRefusedException Bad(string text) => new("BAD", text);
}

/// <summary>Ends the session without another byte: because of the script, or because the client exceeded a limit.</summary>
internal sealed class ConnectionDroppedException(string reason) : Exception(reason);
