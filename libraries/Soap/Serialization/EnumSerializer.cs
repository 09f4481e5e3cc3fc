using System.Reflection;
using System.Runtime.Serialization;
using System.Text;
using System.Xml;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Serialization;

/// <summary>An enumeration by the names of its members; one with flags as a list of names.</summary>
internal sealed class EnumSerializer<T> : ContractSerializer<T>
    where T : struct, Enum
{
    private readonly bool _isFlags = typeof(T).IsDefined(typeof(FlagsAttribute), false);
    private readonly (string Name, ulong Value)[] _members;
    private readonly Dictionary<string, T> _values;
    private readonly Dictionary<T, string> _texts = [];

    public EnumSerializer(XmlQualifiedName typeName)
        : base(typeName)
    {
        var fields = typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static);
        var isContract = typeof(T).IsDefined(typeof(DataContractAttribute), false);
        var members = fields
            .Select(field => (Field: field, Member: field.GetCustomAttribute<EnumMemberAttribute>()))
            .Where(x => x.Member is not null || !isContract)
            .Select(x => (Name: x.Member?.Value ?? x.Field.Name, Value: (T)x.Field.GetValue(null)!))
            .ToArray();
        _values = members.ToDictionary(x => x.Name, x => x.Value, StringComparer.Ordinal);
        _members = [.. members.Select(x => (x.Name, ToBits(x.Value)))];
        foreach (var (name, value) in members)
        {
            _texts.TryAdd(value, name);
        }

        if (_isFlags)
        {
            _texts.TryAdd(default, "");
        }
    }

    public override bool IsText => true;

    public override T Read(ContractReader reader)
    {
        var element = reader.Xml.Current;
        if (reader.IsNil())
        {
            reader.Xml.Skip();
            return default;
        }

        var text = Encoding.UTF8.GetString(reader.Xml.ReadText(XmlCharacters.TextStops));
        if (_values.TryGetValue(text, out var value))
        {
            return value;
        }

        text = text.Trim();
        if (!_isFlags)
        {
            return Single(reader, element, text);
        }

        ulong bits = 0;
        foreach (var name in text.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            bits |= ToBits(Single(reader, element, name));
        }

        return FromBits(bits);
    }

    public override bool IsEmpty(T value) => TextOf(value).Length == 0;

    public override void WriteContent(ContractWriter writer, T value) => writer.WriteText(TextOf(value));

    private static ulong ToBits(T value) => unchecked((ulong)Convert.ToInt64(value, null));

    private static T FromBits(ulong bits) => (T)Enum.ToObject(typeof(T), unchecked((long)bits));

    private T Single(ContractReader reader, ElementPosition element, string name) =>
        _values.TryGetValue(name, out var value)
            ? value
            : throw reader.Error($"'{ContractReader.Clip(name)}' is not one of the values of {TypeName.Name}.", element);

    private string TextOf(T value)
    {
        if (_texts.TryGetValue(value, out var text))
        {
            return text;
        }

        var rest = ToBits(value);
        var names = new List<string>();
        foreach (var (name, bits) in _members)
        {
            if (!_isFlags || bits == 0 || (rest & bits) != bits)
            {
                continue;
            }

            names.Add(name);
            rest &= ~bits;
        }

        return rest == 0
            ? string.Join(' ', names)
            : throw new InvalidOperationException($"{value:D} is not a value of the enumeration {TypeName.Name}.");
    }
}
