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
        if (reader.IsNil())
        {
            reader.Xml.Skip();
            return default;
        }

        return Parse(reader, reader.Xml.ReadText(XmlCharacters.TextStops));
    }

    public override bool TryReadLeaf(ContractReader reader, ElementTag tag, out T value)
    {
        var read = reader.Xml.TryReadLeaf(tag, XmlCharacters.TextStops, out var text);
        value = read ? Parse(reader, text) : default;
        return read;
    }

    public override bool IsEmpty(T value) => TextOf(value).Length == 0;

    public override void WriteContent(ContractWriter writer, T value) => writer.WriteText(TextOf(value));

    private T Parse(ContractReader reader, ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        if (_texts.TryFind(text, out var bits))
        {
            return FromBits(bits);
        }

        text = text.Trim();
        if (!_texts.IsFlags)
        {
            return FromBits(Single(reader, text));
        }

        foreach (var name in text.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            bits |= Single(reader, name);
        }

        return FromBits(bits);
    }

    private long Single(ContractReader reader, string name) =>
        _texts.TryFind(name, out var bits)
            ? bits
            : throw reader.Error($"'{ContractReader.Clip(name)}' is not one of the values of {TypeName.Name}.");

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
