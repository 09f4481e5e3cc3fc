using System.Reflection;
using System.Runtime.Serialization;

namespace Services83.EMail.Soap.Serialization;

/// <summary>
/// The texts of an enumeration's values. It handles every value as 64 bits, so that it is compiled once and not for
/// each of a contract's enumerations.
/// </summary>
internal sealed class EnumTexts
{
    private readonly Dictionary<string, long> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _texts = [];
    private readonly (string Name, long Bits)[] _members;

    /// <param name="type">An enumeration; one with <c>[DataContract]</c> has only the members with <c>[EnumMember]</c>.</param>
    public EnumTexts(Type type)
    {
        IsFlags = type.IsDefined(typeof(FlagsAttribute), false);
        var isContract = type.IsDefined(typeof(DataContractAttribute), false);
        var members = new List<(string, long)>();
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var member = field.GetCustomAttribute<EnumMemberAttribute>();
            if (member is null && isContract)
            {
                continue;
            }

            var (name, bits) = (member?.Value ?? field.Name, ToBits(field.GetRawConstantValue()!));
            members.Add((name, bits));
            _values.Add(name, bits);
            _texts.TryAdd(bits, name);
        }

        _members = [.. members];
        if (IsFlags)
        {
            _texts.TryAdd(0, "");
        }
    }

    public bool IsFlags { get; }

    public bool TryFind(string name, out long bits) => _values.TryGetValue(name, out bits);

    /// <summary>The name of a value, or of its flags with spaces between them; null when it has none.</summary>
    public string? Find(long bits)
    {
        if (_texts.TryGetValue(bits, out var text))
        {
            return text;
        }

        if (!IsFlags)
        {
            return null;
        }

        var rest = bits;
        var names = new List<string>();
        foreach (var (name, flag) in _members)
        {
            if (flag != 0 && (rest & flag) == flag)
            {
                names.Add(name);
                rest &= ~flag;
            }
        }

        return rest == 0 ? string.Join(' ', names) : null;
    }

    // The sign of an unsigned type is extended too: it matters only that the same value always has the same bits.
    private static long ToBits(object value) => value switch
    {
        byte number => (sbyte)number,
        ushort number => (short)number,
        uint number => (int)number,
        ulong number => (long)number,
        _ => Convert.ToInt64(value, null),
    };
}
