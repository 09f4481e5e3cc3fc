namespace Services83.EMail.Soap.Messaging;

/// <summary>
/// What all requests of one service may hold in memory together. The limit of one message does not bound that: anybody may send many
/// at once, before the first of them has shown a ticket.
/// </summary>
internal sealed class BufferBudget(long bytes)
{
    private long _free = bytes;

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _free, -bytes) >= 0) return true;
        Return(bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _free, bytes);
}
