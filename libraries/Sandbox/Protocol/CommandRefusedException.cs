namespace Services83.EMail.Sandbox.Protocol;

/// <summary>Ends a command with a tagged NO or BAD; the connection stays open.</summary>
internal sealed class CommandRefusedException : Exception
{
    private CommandRefusedException(string reply) : base(reply)
    {
    }

    public static CommandRefusedException No(string text) => new("NO " + text);

    public static CommandRefusedException Bad(string text) => new("BAD " + text);
}

/// <summary>Ends the session without another byte: because of the script, or because the client exceeded a limit.</summary>
internal sealed class ConnectionDroppedException(string reason) : Exception(reason);
