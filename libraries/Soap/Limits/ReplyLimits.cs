using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Soap.Limits;

/// <summary>What replies may cost: each by itself, and what all hold in memory that are being written and sent.</summary>
public sealed class ReplyLimits(SoapLimits limits)
{
    /// <summary>Bytes of a reply that do not count, as nearly all replies have no more.</summary>
    public const int FreeSize = 256 * 1024;

    private readonly BufferBudget _budget = new(limits.MaxBufferedBytes);

    /// <summary>Most bytes of one reply.</summary>
    public long MaxBytes => limits.MaxReplyBytes;

    /// <summary>Pays for what one reply holds, until it is disposed of.</summary>
    public BudgetClaim Claim() => new(_budget, ProtocolFault.ReplyTooLarge);
}
