using System.Globalization;
using System.Xml;

namespace Services83.EMail.Soap.Serialization;

/// <summary>A type that the schema has built in, read and written as WCF does.</summary>
internal sealed class PrimitiveSerializer<T>(string schemaName, Func<XmlDictionaryReader, T> read, Action<ContractWriter, T> write)
    : ContractSerializer<T>(new XmlQualifiedName(schemaName, PrimitiveSerializers.NamespaceOf(schemaName)))
{
    public override bool IsPrimitive => true;

    public override T? Read(ContractReader reader)
    {
        if (reader.IsNil())
        {
            if (default(T) is not null) throw reader.Error($"A value of type {TypeName.Name} cannot be nil.");
            reader.Skip();
            return default;
        }

        // Not the reader's own text, which names types of this program.
        var element = reader.Xml.LocalName;
        try
        {
            return read(reader.Xml);
        }
        catch (Exception e) when (e is FormatException or OverflowException || e.InnerException is FormatException or OverflowException)
        {
            throw reader.Error($"The value is not a valid {TypeName.Name}.", element, e);
        }
    }

    public override bool IsEmpty(T value) => value switch
    {
        string text => text.Length == 0,
        byte[] bytes => bytes.Length == 0,
        _ => false,
    };

    public override void WriteContent(ContractWriter writer, T value) => write(writer, value);
}

internal static class PrimitiveSerializers
{
    private const string Schema = "http://www.w3.org/2001/XMLSchema";
    private const string Serialization = "http://schemas.microsoft.com/2003/10/Serialization/";

    /// <summary>Every primitive that a contract may use, by its CLR type.</summary>
    public static IEnumerable<KeyValuePair<Type, ContractSerializer>> All()
    {
        yield return Of("string", r => r.ReadElementContentAsString(), (w, v) => w.WriteText(v));
        yield return Of("base64Binary", r => r.ReadElementContentAsBase64(), (w, v) => w.WriteBase64(v));
        yield return Of("boolean", r => r.ReadElementContentAsBoolean(), (w, v) => w.WriteRaw(v ? "true"u8 : "false"u8));
        yield return Of("int", r => r.ReadElementContentAsInt(), (w, v) => w.WriteNumber(v));
        yield return Of("long", r => r.ReadElementContentAsLong(), (w, v) => w.WriteNumber(v));
        yield return Of("short", r => checked((short)r.ReadElementContentAsInt()), (w, v) => w.WriteNumber(v));
        yield return Of("byte", r => checked((sbyte)r.ReadElementContentAsInt()), (w, v) => w.WriteNumber(v));
        yield return Of("unsignedByte", r => checked((byte)r.ReadElementContentAsInt()), (w, v) => w.WriteNumber(v));
        yield return Of("unsignedShort", r => checked((ushort)r.ReadElementContentAsInt()), (w, v) => w.WriteNumber(v));
        yield return Of("unsignedInt", r => checked((uint)r.ReadElementContentAsLong()), (w, v) => w.WriteNumber(v));
        yield return Of("char", r => checked((char)r.ReadElementContentAsInt()), (w, v) => w.WriteNumber(v));
        yield return Of(
            "unsignedLong",
            r => XmlConvert.ToUInt64(r.ReadElementContentAsString()),
            (w, v) => w.WriteText(v.ToString(CultureInfo.InvariantCulture)));
        yield return Of("double", r => r.ReadElementContentAsDouble(), (w, v) => w.WriteText(XmlConvert.ToString(v)));
        yield return Of("float", r => r.ReadElementContentAsFloat(), (w, v) => w.WriteText(XmlConvert.ToString(v)));
        yield return Of("decimal", r => r.ReadElementContentAsDecimal(), (w, v) => w.WriteText(XmlConvert.ToString(v)));
        yield return Of(
            "dateTime",
            r => r.ReadElementContentAsDateTime(),
            (w, v) => w.WriteText(XmlConvert.ToString(v, XmlDateTimeSerializationMode.RoundtripKind)));
        yield return Of("duration", r => r.ReadElementContentAsTimeSpan(), (w, v) => w.WriteText(XmlConvert.ToString(v)));
        yield return Of("guid", r => r.ReadElementContentAsGuid(), (w, v) => w.WriteText(v.ToString()));
    }

    public static string NamespaceOf(string schemaName) => schemaName is "char" or "duration" or "guid" ? Serialization : Schema;

    private static KeyValuePair<Type, ContractSerializer> Of<T>(
        string schemaName, Func<XmlDictionaryReader, T> read, Action<ContractWriter, T> write) =>
        new(typeof(T), new PrimitiveSerializer<T>(schemaName, read, write));
}
