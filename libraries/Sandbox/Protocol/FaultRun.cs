namespace Services83.EMail.Sandbox.Protocol;

/// <summary>What a rule of the script of faults is compared with.</summary>
internal readonly record struct FaultMoment(string Command, string? User, string Line);

/// <summary>Applies the script of faults to one connection.</summary>
/// <param name="bye">The line with which the protocol says that the server closes the connection.</param>
internal sealed class FaultRun(SandboxFaults faults, Func<string, string> bye)
{
    /// <summary>Applies the matching rules; true when the connection must be closed after the command was executed.</summary>
    /// <exception cref="CommandRefusedException">A rule refuses the command.</exception>
    /// <exception cref="ConnectionDroppedException">A rule closes the connection.</exception>
    public async Task<bool> StrikeAsync(CommandReader reader, ResponseWriter writer, FaultMoment moment, CancellationToken cancellationToken)
    {
        var executeThenDrop = false;
        foreach (var fault in faults.Striking(moment.Command, moment.User, moment.Line))
        {
            await fault.Gate(cancellationToken);
            foreach (var untagged in fault.UntaggedLines)
            {
                await writer.LineAsync(untagged, cancellationToken);
            }

            writer.Cut = fault.Cut ?? writer.Cut;
            writer.Rewrite = fault.Rewriter ?? writer.Rewrite;
            executeThenDrop |= fault.Outcome == FaultOutcome.ExecuteThenDrop;
            await EndAsTheFaultSaysAsync(fault, reader, writer, cancellationToken);
        }

        return executeThenDrop;
    }

    private async Task EndAsTheFaultSaysAsync(SandboxFault fault, CommandReader reader, ResponseWriter writer, CancellationToken cancellationToken)
    {
        switch (fault.Outcome)
        {
            case FaultOutcome.No:
                throw CommandRefusedException.No(fault.Text);
            case FaultOutcome.Bad:
                throw CommandRefusedException.Bad(fault.Text);
            case FaultOutcome.Drop:
                await writer.FlushAsync(cancellationToken);
                throw new ConnectionDroppedException("Dropped");
            case FaultOutcome.Hang:
                await writer.FlushAsync(cancellationToken);
                await reader.DrainAsync(cancellationToken);
                throw new ConnectionDroppedException("Hung");
            case FaultOutcome.Bye:
                await writer.LineAsync(bye(fault.Text), cancellationToken);
                await writer.FlushAsync(cancellationToken);
                throw new ConnectionDroppedException("Bye");
            default:
                break;
        }
    }
}
