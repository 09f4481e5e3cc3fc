using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Soap.Limits;

/// <summary>
/// The memory for all messages of one direction together. The limit of one message is not enough: anybody may send, or request, many at
/// once.
/// </summary>
public sealed class BufferBudget(long capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<object, long> _heldBy = [];
    private long _free = capacity;

    /// <summary>The whole budget, in bytes.</summary>
    public long Capacity { get; } = capacity;

    /// <summary>
    /// Takes more for a claim, or releases all that it has. A refused claim does not wait, and the next claim can use what it releases: so
    /// one of the competing messages always succeeds.
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

    /// <summary>Counts for a sender what a claim took before the sender was known.</summary>
    public void Book(BudgetClaim claim, object payer)
    {
        lock (_gate)
        {
            Move(claim.Payer, -claim.Taken);
            Move(payer, claim.Taken);
        }
    }

    // One message may use the whole budget; several messages of one sender may use half of it.
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

/// <summary>The part of a budget that one message has taken, until it is disposed of.</summary>
public sealed class BudgetClaim(BufferBudget budget, Func<Exception>? tooMuch = null) : IDisposable
{
    /// <summary>Elements that do not count, so that nearly all requests are served, however many large ones there are.</summary>
    public const int FreeElements = 256;

    /// <summary>Largest object made from an element: an object with all its members, a text, an entry of a list.</summary>
    private const long BytesPerElement = 512;

    public long Taken { get; private set; }

    /// <summary>The sender or receiver, whose messages together get at most a share of the budget; null while unknown.</summary>
    public object? Payer
    {
        get;
        set
        {
            if (value is null || value.Equals(field))
            {
                return;
            }

            if (Taken > 0)
            {
                budget.Book(this, value);
            }

            field = value;
        }
    }

    /// <exception cref="ServiceModel.FaultException">The rest of the budget, or the whole budget, is too small.</exception>
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

    /// <summary>Counts objects: an empty element needs far more memory than its text is long.</summary>
    /// <exception cref="ServiceModel.FaultException">The rest of the budget, or the whole budget, is too small.</exception>
    public void TakeElements(long count) => Take(count * BytesPerElement);

    public void Dispose()
    {
        if (Taken > 0)
        {
            budget.Return(this);
        }

        Taken = 0;
    }
}
