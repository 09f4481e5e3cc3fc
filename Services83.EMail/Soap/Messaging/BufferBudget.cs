namespace Services83.EMail.Soap.Messaging;

/// <summary>
/// What all messages of one direction may hold in memory together. The limit of one message does not bound that: anybody may send, or
/// ask for, many at once.
/// </summary>
internal sealed class BufferBudget(long capacity)
{
    private long _free = capacity;

    /// <summary>All of it, in bytes.</summary>
    public long Capacity { get; } = capacity;

    public bool TryTake(long amount)
    {
        if (Interlocked.Add(ref _free, -amount) >= 0) return true;
        Return(amount);
        return false;
    }

    public void Return(long amount) => Interlocked.Add(ref _free, amount);
}

/// <summary>What one message has taken of a budget, until it is disposed of.</summary>
internal sealed class BudgetClaim(BufferBudget budget) : IDisposable
{
    /// <summary>Elements that cost nothing, so that nearly all requests are served however many large ones come.</summary>
    public const int FreeElements = 256;

    /// <summary>What is made of an element may be this large: an object with all its members, a text, an entry of a list.</summary>
    private const long BytesPerElement = 512;

    public long Taken { get; private set; }

    /// <exception cref="ServiceModel.FaultException">There is not so much left, or not so much at all.</exception>
    public void Take(long bytes)
    {
        if (bytes == 0) return;
        if (Taken + bytes > budget.Capacity) throw ProtocolFault.NeverFits();
        if (!budget.TryTake(bytes)) throw ProtocolFault.Busy();
        Taken += bytes;
    }

    /// <summary>Pays for objects: an empty element costs far more memory than it is long.</summary>
    /// <exception cref="ServiceModel.FaultException">There is not so much left, or not so much at all.</exception>
    public void TakeElements(long count) => Take(count * BytesPerElement);

    public void Dispose()
    {
        budget.Return(Taken);
        Taken = 0;
    }
}
