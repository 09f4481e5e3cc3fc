using System.Globalization;

namespace Services83.EMail.Sandbox.Protocol;

/// <summary>A set of sequence numbers or UIDs such as <c>1,3:5,9:*</c>.</summary>
internal sealed class SequenceSet
{
    private readonly List<(uint First, uint Last)> _ranges = [];

    private SequenceSet()
    {
    }

    /// <param name="largest">What <c>*</c> stands for: the highest number in use, 0 in an empty folder.</param>
    public static SequenceSet Parse(string text, uint largest)
    {
        var set = new SequenceSet();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split(':');
            if (ends.Length > 2)
            {
                throw CommandRefusedException.Bad("Invalid sequence set");
            }

            uint first = Number(ends[0], largest), last = Number(ends[^1], largest);
            // Either order is allowed, and "999:*" includes the last message even when it is below 999.
            set._ranges.Add(first <= last ? (first, last) : (last, first));
        }
        return set;
    }

    /// <summary>Writes ascending numbers in the shortest form.</summary>
    public static string Format(IEnumerable<uint> ascending)
    {
        var ranges = new List<(uint First, uint Last)>();
        foreach (var number in ascending)
        {
            if (ranges.Count > 0 && ranges[^1].Last + 1 == number)
            {
                ranges[^1] = (ranges[^1].First, number);
            }
            else
            {
                ranges.Add((number, number));
            }
        }
        return string.Join(',', ranges.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}:{range.Last}"));
    }

    public bool Contains(uint number) => _ranges.Exists(range => number >= range.First && number <= range.Last);

    private static uint Number(string text, uint largest) => text == "*" ? largest
        : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw CommandRefusedException.Bad("Invalid sequence set");
}
