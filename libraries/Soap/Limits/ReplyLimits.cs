using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Soap.Limits;

/// <summary>The limits of replies: of each one, and of the memory of all replies that are being written and sent.</summary>
public sealed class ReplyLimits(SoapLimits limits)
{
    /// <summary>Bytes of a reply that do not count, because nearly all replies are smaller.</summary>
    public const int FreeSize = 256 * 1024;

    private readonly BufferBudget _budget = new(limits.MaxBufferedBytes);

    /// <summary>Most bytes of one reply.</summary>
    public long MaxBytes => limits.MaxReplyBytes;

    /// <summary>The part of the memory budget for one reply, until it is disposed of.</summary>
    public BudgetClaim Claim() => new(_budget, ProtocolFault.ReplyTooLarge);
}
