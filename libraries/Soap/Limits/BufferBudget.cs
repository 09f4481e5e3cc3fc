using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Soap.Limits;

/// <summary>
/// What all messages of one direction may hold in memory together. The limit of one message does not bound that: anybody may send, or
/// ask for, many at once.
/// </summary>
public sealed class BufferBudget(long capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<object, long> _heldBy = [];
    private long _free = capacity;

    /// <summary>All of it, in bytes.</summary>
    public long Capacity { get; } = capacity;

    /// <summary>
    /// Takes more for a claim, or gives back all that it has. One that is refused waits for nothing, and what it gives back serves the
    /// next: of those that compete there is always one that goes through.
    /// </summary>
    public bool TryTake(BudgetClaim claim, long amount)
    {
        lock (_gate)
        {
            var fits = amount <= _free && IsWithinShare(claim, amount);
            Move(claim.Payer, fits ? amount : -claim.Taken);
            return fits;
        }
    }

    public void Return(BudgetClaim claim)
    {
        lock (_gate)
        {
            Move(claim.Payer, -claim.Taken);
        }
    }

    /// <summary>Books on a payer what a claim took before it was known who pays.</summary>
    public void Book(BudgetClaim claim, object payer)
    {
        lock (_gate)
        {
            Move(claim.Payer, -claim.Taken);
            Move(payer, claim.Taken);
        }
    }

    // One message may be as large as any; who sends several has half of all for them.
    private bool IsWithinShare(BudgetClaim claim, long amount)
    {
        var held = claim.Payer is null ? 0 : _heldBy.GetValueOrDefault(claim.Payer);
        return held == claim.Taken || held + amount <= Capacity / 2;
    }

    private void Move(object? payer, long amount)
    {
        _free -= amount;
        if (payer is null)
        {
            return;
        }

        var held = _heldBy.GetValueOrDefault(payer) + amount;
        if (held == 0)
        {
            _heldBy.Remove(payer);
        }
        else
        {
            _heldBy[payer] = held;
        }
    }
}

/// <summary>What one message has taken of a budget, until it is disposed of.</summary>
public sealed class BudgetClaim(BufferBudget budget, Func<Exception>? tooMuch = null) : IDisposable
{
    /// <summary>Elements that cost nothing, so that nearly all requests are served however many large ones come.</summary>
    public const int FreeElements = 256;

    /// <summary>What is made of an element may be this large: an object with all its members, a text, an entry of a list.</summary>
    private const long BytesPerElement = 512;

    public long Taken { get; private set; }

    /// <summary>Who sends or gets it, and has no more than a share of the budget for several; null while nobody knows.</summary>
    public object? Payer
    {
        get;
        set
        {
            if (value is null || value.Equals(field))
            {
                return;
            }

            budget.Book(this, value);
            field = value;
        }
    }

    /// <exception cref="ServiceModel.FaultException">There is not so much left, or not so much at all.</exception>
    public void Take(long bytes)
    {
        if (bytes == 0)
        {
            return;
        }

        if (Taken + bytes > budget.Capacity)
        {
            throw tooMuch?.Invoke() ?? ProtocolFault.NeverFits();
        }

        if (!budget.TryTake(this, bytes))
        {
            Taken = 0;
            throw ProtocolFault.Busy();
        }

        Taken += bytes;
    }

    /// <summary>Pays for objects: an empty element costs far more memory than it is long.</summary>
    /// <exception cref="ServiceModel.FaultException">There is not so much left, or not so much at all.</exception>
    public void TakeElements(long count) => Take(count * BytesPerElement);

    public void Dispose()
    {
        budget.Return(this);
        Taken = 0;
    }
}
