using System.Buffers;
using System.Xml;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Serialization;

internal delegate bool TryParseValue<T>(ReadOnlySpan<byte> text, out T value);

/// <summary>A built-in type of XML Schema, read and written like WCF.</summary>
internal sealed class PrimitiveSerializer<T>(
    XmlQualifiedName typeName, SearchValues<byte> stops, TryParseValue<T> tryParse, Action<ContractWriter, T> write)
    : ContractSerializer<T>(typeName)
{
    public override bool IsText => true;

    public override T? Read(ContractReader reader)
    {
        if (reader.IsNil())
        {
            // Also for numbers and dates, as if they were missing: the vendor's printed samples contain nil numbers.
            reader.Xml.Skip();
            return default;
        }

        // The element is still the current one after its text has been read.
        return Parse(reader, reader.Xml.ReadText(stops));
    }

    public override bool TryReadLeaf(ContractReader reader, ElementTag tag, out T? value)
    {
        if (!reader.Xml.TryReadLeaf(tag, stops, out var text))
        {
            value = default;
            return false;
        }

        value = Parse(reader, text);
        return true;
    }

    public override bool IsEmpty(T value) => value switch
    {
        string text => text.Length == 0,
        byte[] bytes => bytes.Length == 0,
        _ => false,
    };

    public override void WriteContent(ContractWriter writer, T value) => write(writer, value);

    private T Parse(ContractReader reader, ReadOnlySpan<byte> text) =>
        tryParse(text, out var value) ? value : throw reader.Error($"The value is not a valid {TypeName.Name}.");
}
