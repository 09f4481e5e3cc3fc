using System.Buffers;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Doors.Rest;

/// <summary>Collects a reply in a rented array, so that its length is known and nothing is sent before the whole reply could be
/// written.</summary>
internal sealed class PooledBuffer(ReplyLimits limits) : IBufferWriter<byte>, IDisposable
{
    private const int FirstSize = 4 * 1024;
    private const int MaxRented = 1 << 20;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstSize);

    private BudgetClaim? _claim;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        Release();
        _bytes = [];
        _claim?.Dispose();
    }

    private void Ensure(int size)
    {
        if (_bytes.Length - Length >= size)
        {
            return;
        }

        if ((long)Length + size > Math.Min(limits.MaxBytes, Array.MaxLength))
        {
            throw ProtocolFault.ReplyTooLarge();
        }

        var wanted = Math.Max(Length + size, (int)Math.Min(_bytes.Length * 2L, Array.MaxLength));
        if (wanted > ReplyLimits.FreeSize)
        {
            (_claim ??= limits.Claim()).Take(wanted - (_claim?.Taken ?? 0));
        }

        // Large arrays are not rented: the pool would keep them.
        var larger = wanted <= MaxRented ? ArrayPool<byte>.Shared.Rent(wanted) : GC.AllocateUninitializedArray<byte>(wanted);
        Written.CopyTo(larger);
        Release();
        _bytes = larger;
    }

    private void Release()
    {
        if (_bytes.Length is > 0 and <= MaxRented)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
