using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Services83.EMail.Mail.Imap;

/// <summary>UIDs from <paramref name="First"/> to <paramref name="Last"/>, both included; <see cref="UidSet.Star"/> as the end means <c>*</c>.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct UidRange(uint First, uint Last)
{
    /// <summary>The number of UIDs in the range.</summary>
    public long Count => (long)Last - First + 1;

    public override string ToString() => Last switch
    {
        _ when First == Last && Last == UidSet.Star => "*",
        _ when First == Last => First.ToString(CultureInfo.InvariantCulture),
        UidSet.Star => string.Create(CultureInfo.InvariantCulture, $"{First}:*"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{First}:{Last}"),
    };
}

/// <summary>
/// A set of message UIDs (RFC 3501, "sequence-set"): ascending, without overlaps. An open end (<c>5:*</c>) means "5 and above" here; on the
/// wire a server reads it as "from 5 to the last message, or back from it", so the client drops UIDs below 5.
/// </summary>
public sealed class UidSet : IEnumerable<uint>, IEquatable<UidSet>
{
    /// <summary>The value that means <c>*</c>, the highest possible UID.</summary>
    public const uint Star = uint.MaxValue;

    public static readonly UidSet Empty = new([]);
    public static readonly UidSet All = From(1);

    private readonly ImmutableArray<UidRange> _ranges;

    private UidSet(ImmutableArray<UidRange> ranges) => _ranges = ranges;

    /// <summary>The ranges, ascending, neither overlapping nor adjacent.</summary>
    public IReadOnlyList<UidRange> Ranges => _ranges;

    public bool IsEmpty => _ranges.IsEmpty;

    /// <summary>The number of UIDs in the set, which may be more than there are messages.</summary>
    public long Count => _ranges.Sum(range => range.Count);

    /// <summary>All UIDs from <paramref name="first"/> on.</summary>
    public static UidSet From(uint first) => Range(first, Star);

    /// <summary>All UIDs from <paramref name="first"/> to <paramref name="last"/>, in either order.</summary>
    public static UidSet Range(uint first, uint last) => Of([new UidRange(Math.Min(first, last), Math.Max(first, last))]);

    /// <summary>The given UIDs, in any order; repetitions are allowed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One of them is zero.</exception>
    public static UidSet Of(params IEnumerable<uint> uids) => Of(uids.Select(uid => new UidRange(uid, uid)));

    /// <summary>The union of the given ranges.</summary>
    public static UidSet Of(IEnumerable<UidRange> ranges)
    {
        var merged = ImmutableArray.CreateBuilder<UidRange>();
        foreach (var range in ranges.OrderBy(range => range.First))
        {
            ArgumentOutOfRangeException.ThrowIfZero(range.First, nameof(ranges));
            if (merged.Count > 0 && range.First <= (long)merged[^1].Last + 1)
            {
                merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, range.Last) };
            }
            else
            {
                merged.Add(range);
            }
        }
        return merged.Count == 0 ? Empty : new UidSet(merged.DrainToImmutable());
    }

    /// <summary>Reads <c>1,3:5,9:*</c>. False for anything else, zero included.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out UidSet? set)
    {
        set = null;
        if (!TryParseInOrder(text, out var ranges))
        {
            return false;
        }

        set = Of(ranges);
        return true;
    }

    /// <summary>As <see cref="TryParse"/>, but in the written order, which matters in COPYUID.</summary>
    internal static bool TryParseInOrder(ReadOnlySpan<char> text, out List<UidRange> ranges)
    {
        ranges = [];
        foreach (var part in text.Split(','))
        {
            var item = text[part];
            var colon = item.IndexOf(':');
            if (!TryParseUid(colon < 0 ? item : item[..colon], out var first))
            {
                return false;
            }

            var last = first;
            if (colon >= 0 && !TryParseUid(item[(colon + 1)..], out last))
            {
                return false;
            }

            ranges.Add(new UidRange(Math.Min(first, last), Math.Max(first, last)));
        }
        return true;
    }

    public bool Contains(uint uid)
    {
        int low = 0, high = _ranges.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (uid < _ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (uid > _ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The intersection of both sets.</summary>
    public UidSet Intersect(UidSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var common = ImmutableArray.CreateBuilder<UidRange>();
        for (int mine = 0, theirs = 0; mine < _ranges.Length && theirs < other._ranges.Length;)
        {
            var (a, b) = (_ranges[mine], other._ranges[theirs]);
            var (first, last) = (Math.Max(a.First, b.First), Math.Min(a.Last, b.Last));
            if (first <= last)
            {
                common.Add(new UidRange(first, last));
            }

            if (a.Last < b.Last)
            {
                mine++;
            }
            else
            {
                theirs++;
            }
        }
        return common.Count == 0 ? Empty : new UidSet(common.DrainToImmutable());
    }

    /// <summary>The same set in pieces whose text has at most <paramref name="maxLength"/> characters, for command lines of limited
    /// length.</summary>
    internal IEnumerable<UidSet> Split(int maxLength)
    {
        var piece = ImmutableArray.CreateBuilder<UidRange>();
        var length = 0;
        foreach (var range in _ranges)
        {
            var added = range.ToString().Length + 1;
            if (piece.Count > 0 && length + added > maxLength)
            {
                yield return new UidSet(piece.DrainToImmutable());
                length = 0;
            }
            piece.Add(range);
            length += added;
        }
        if (piece.Count > 0)
        {
            yield return new UidSet(piece.DrainToImmutable());
        }
    }

    /// <summary>Every UID, ascending. An open set has four billion of them.</summary>
    public IEnumerator<uint> GetEnumerator()
    {
        foreach (var range in _ranges)
        {
            for (var uid = (long)range.First; uid <= range.Last; uid++)
            {
                yield return (uint)uid;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(UidSet? other) => other is not null && _ranges.AsSpan().SequenceEqual(other._ranges.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as UidSet);

    public override int GetHashCode() => _ranges.Aggregate(0, HashCode.Combine);

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var range in _ranges)
        {
            text.Append(text.Length > 0 ? "," : "").Append(range.ToString());
        }

        return text.ToString();
    }

    private static bool TryParseUid(ReadOnlySpan<char> text, out uint uid)
    {
        if (text is "*")
        {
            uid = Star;
            return true;
        }
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uid) && uid != 0;
    }
}
