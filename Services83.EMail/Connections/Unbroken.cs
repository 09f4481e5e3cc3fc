namespace Services83.EMail.Connections;

/// <summary>
/// Lets a command that makes a message on the server end when the program is told to stop. If it were broken off, the server might carry it out
/// a moment later; whoever continues, perhaps another process at once, would not find the message yet and would make a second one.
/// </summary>
internal static class Unbroken
{
    /// <summary>How long the command may go on. The program has a few seconds more until it ends.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>Runs it, unless the program stops already.</summary>
    public static async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var grace = new CancellationTokenSource();
        await using var stopping = cancellationToken.Register(() => grace.CancelAfter(Grace));
        return await command(grace.Token);
    }
}
