using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Xml;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Serialization;

/// <summary>The primitives that a contract may use.</summary>
internal static class Primitives
{
    private const string Schema = "http://www.w3.org/2001/XMLSchema";
    private const string Serialization = "http://schemas.microsoft.com/2003/10/Serialization/";

    /// <summary>Every primitive by its CLR type.</summary>
    public static IEnumerable<KeyValuePair<Type, ContractSerializer>> All()
    {
        yield return Of<string>("string", TryParseString, (w, v) => w.WriteText(v), XmlCharacters.TextStops);
        yield return Of<byte[]>("base64Binary", TryParseBase64, (w, v) => w.WriteBase64(v));
        yield return Of<bool>("boolean", TryParseBoolean, (w, v) => w.WriteRaw(v ? "true"u8 : "false"u8));
        yield return Of<int>("int", TryParseInteger, (w, v) => w.WriteNumber(v));
        yield return Of<long>("long", TryParseInteger, (w, v) => w.WriteNumber(v));
        yield return Of<short>("short", TryParseInteger, (w, v) => w.WriteNumber(v));
        yield return Of<sbyte>("byte", TryParseInteger, (w, v) => w.WriteNumber(v));
        yield return Of<byte>("unsignedByte", TryParseInteger, (w, v) => w.WriteNumber(v));
        yield return Of<ushort>("unsignedShort", TryParseInteger, (w, v) => w.WriteNumber(v));
        yield return Of<uint>("unsignedInt", TryParseInteger, (w, v) => w.WriteNumber(v));
        yield return Of<ulong>("unsignedLong", TryParseInteger, (w, v) => w.WriteText(v.ToString(CultureInfo.InvariantCulture)));
        yield return Of<char>("char", TryParseChar, (w, v) => w.WriteNumber(v), ns: Serialization);
        yield return Of<double>("double", Convert(XmlConvert.ToDouble), (w, v) => w.WriteText(XmlConvert.ToString(v)));
        yield return Of<float>("float", Convert(XmlConvert.ToSingle), (w, v) => w.WriteText(XmlConvert.ToString(v)));
        yield return Of<decimal>("decimal", Convert(XmlConvert.ToDecimal), (w, v) => w.WriteText(XmlConvert.ToString(v)));
        yield return new(typeof(DateTime), new DateTimeSerializer((ContractSerializer<DateTime>)Of<DateTime>(
            "dateTime",
            Convert(text => XmlConvert.ToDateTime(text, XmlDateTimeSerializationMode.RoundtripKind)),
            (w, v) => w.WriteText(XmlConvert.ToString(v, XmlDateTimeSerializationMode.RoundtripKind))).Value));
        yield return Of<TimeSpan>("duration", Convert(XmlConvert.ToTimeSpan), (w, v) => w.WriteText(XmlConvert.ToString(v)), ns: Serialization);
        yield return Of<Guid>("guid", Convert(Guid.Parse), (w, v) => w.WriteText(v.ToString()), ns: Serialization);
    }

    private static KeyValuePair<Type, ContractSerializer> Of<T>(
        string name, TryParseValue<T> parse, Action<ContractWriter, T> write, SearchValues<byte>? stops = null, string ns = Schema) =>
        new(typeof(T), new PrimitiveSerializer<T>(new XmlQualifiedName(name, ns), stops ?? XmlCharacters.ValueStops, parse, write));

    private static bool TryParseString(ReadOnlySpan<byte> text, out string value)
    {
        value = Encoding.UTF8.GetString(text);
        return true;
    }

    // Allocated in the exact size: an attachment is in memory only once.
    private static bool TryParseBase64(ReadOnlySpan<byte> text, out byte[] value)
    {
        value = [];
        if (!Base64.IsValid(text, out var length))
        {
            return false;
        }

        if (length == 0)
        {
            return true;
        }

        value = GC.AllocateUninitializedArray<byte>(length);
        return Base64.DecodeFromUtf8(text, value, out _, out var written) == OperationStatus.Done && written == length;
    }

    private static bool TryParseBoolean(ReadOnlySpan<byte> text, out bool value)
    {
        text = text.Trim(" \t\r\n"u8);
        value = text.SequenceEqual("true"u8) || text.SequenceEqual("1"u8);
        return value || text.SequenceEqual("false"u8) || text.SequenceEqual("0"u8);
    }

    private static bool TryParseInteger<T>(ReadOnlySpan<byte> text, out T value)
        where T : INumberBase<T> => T.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value!);

    private static bool TryParseChar(ReadOnlySpan<byte> text, out char value)
    {
        var valid = TryParseInteger(text, out ushort number);
        value = (char)number;
        return valid;
    }

    private static TryParseValue<T> Convert<T>(Func<string, T> parse) => (ReadOnlySpan<byte> text, out T value) =>
    {
        value = default!;
        try
        {
            value = parse(Encoding.UTF8.GetString(text));
            return true;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException)
        {
            return false;
        }
    };
}
