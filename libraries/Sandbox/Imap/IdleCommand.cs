using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>IDLE (RFC 2177): reports changes when they happen, until the client sends DONE.</summary>
internal static class IdleCommand
{
    public static async Task<string> RunAsync(ImapSession session, CommandArguments arguments, CancellationToken cancellationToken)
    {
        arguments.End();
        await session.Writer.LineAsync("+ idling", cancellationToken);
        var done = session.Reader.ReadLineAsync(cancellationToken);
        do
        {
            var change = session.Account!.NextChange;
            await session.WriteUpdatesAsync(mayExpunge: true, cancellationToken);
            await session.Writer.FlushAsync(cancellationToken);
            await Task.WhenAny(done, change);
        }
        while (!done.IsCompleted);
        return await done switch
        {
            null => throw new ConnectionDroppedException("Client left"),
            var line when line.Equals("DONE", StringComparison.OrdinalIgnoreCase) => "OK Idle completed.",
            _ => throw CommandRefusedException.Bad("Expected DONE"),
        };
    }
}
