using System.Buffers;
using System.Xml;

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

        var element = reader.Xml.Current;
        return tryParse(reader.Xml.ReadText(stops), out var value)
            ? value
            : throw reader.Error($"The value is not a valid {TypeName.Name}.", element);
    }

    public override bool IsEmpty(T value) => value switch
    {
        string text => text.Length == 0,
        byte[] bytes => bytes.Length == 0,
        _ => false,
    };

    public override void WriteContent(ContractWriter writer, T value) => write(writer, value);
}
