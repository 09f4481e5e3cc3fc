using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Serialization;

/// <summary>An enumeration by the names of its members; one with flags as a list of names.</summary>
internal sealed class EnumSerializer<T>(XmlQualifiedName typeName) : ContractSerializer<T>(typeName)
    where T : struct, Enum
{
    private readonly EnumTexts _texts = new(typeof(T));

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
        if (_texts.TryFind(text, out var bits))
        {
            return FromBits(bits);
        }

        text = text.Trim();
        if (!_texts.IsFlags)
        {
            return FromBits(Single(reader, element, text));
        }

        foreach (var name in text.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            bits |= Single(reader, element, name);
        }

        return FromBits(bits);
    }

    public override bool IsEmpty(T value) => TextOf(value).Length == 0;

    public override void WriteContent(ContractWriter writer, T value) => writer.WriteText(TextOf(value));

    private long Single(ContractReader reader, ElementPosition element, string name) =>
        _texts.TryFind(name, out var bits)
            ? bits
            : throw reader.Error($"'{ContractReader.Clip(name)}' is not one of the values of {TypeName.Name}.", element);

    private string TextOf(T value) =>
        _texts.Find(ToBits(value)) ?? throw new InvalidOperationException($"{value:D} is not a value of the enumeration {TypeName.Name}.");

    private static long ToBits(T value) => Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<T, sbyte>(value),
        2 => Unsafe.BitCast<T, short>(value),
        4 => Unsafe.BitCast<T, int>(value),
        _ => Unsafe.BitCast<T, long>(value),
    };

    private static T FromBits(long bits) => Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<sbyte, T>((sbyte)bits),
        2 => Unsafe.BitCast<short, T>((short)bits),
        4 => Unsafe.BitCast<int, T>((int)bits),
        _ => Unsafe.BitCast<long, T>(bits),
    };
}
