using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Services83.EMail.WebApi.Json;

/// <summary>A value that clients may also send as a string, or as null for its default.</summary>
internal abstract class ValueConverter<T>(string expected) : JsonConverter<T>
    where T : struct
{
    public override bool HandleNull => true;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        T value = default;
        return reader.TokenType == JsonTokenType.Null || TryRead(ref reader, out value)
            ? value
            : throw new JsonException($"must be {expected}");
    }

    protected abstract bool TryRead(ref Utf8JsonReader reader, out T value);
}

internal sealed class IntegerConverter<T>()
    : ValueConverter<T>($"a whole number from {T.MinValue} to {T.MaxValue}")
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
{
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(long.CreateChecked(value));

    protected override bool TryRead(ref Utf8JsonReader reader, out T value)
    {
        value = default;
        if (reader.TokenType == JsonTokenType.String)
        {
            return T.TryParse(reader.GetString(), System.Globalization.CultureInfo.InvariantCulture, out value);
        }

        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number)
            || number < long.CreateChecked(T.MinValue) || number > long.CreateChecked(T.MaxValue))
        {
            return false;
        }

        value = T.CreateChecked(number);
        return true;
    }
}

internal sealed class DoubleConverter() : ValueConverter<double>("a number")
{
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    protected override bool TryRead(ref Utf8JsonReader reader, out double value)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.Number => reader.NumberAsWritten(),
            JsonTokenType.String => reader.GetString(),
            _ => null,
        };
        return double.TryParse(
                text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }
}

internal sealed class BooleanConverter() : ValueConverter<bool>("true or false")
{
    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);

    protected override bool TryRead(ref Utf8JsonReader reader, out bool value)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                value = reader.TokenType == JsonTokenType.True;
                return true;
            case JsonTokenType.Number when reader.TryGetInt32(out var number) && number is 0 or 1:
                value = number == 1;
                return true;
            case JsonTokenType.String:
                var text = reader.GetString();
                value = text == "1";
                return text is "0" or "1" || bool.TryParse(text, out value);
            default:
                value = false;
                return false;
        }
    }
}

/// <summary>
/// Dates of ISO 8601. With an offset they become UTC, without one they stay unspecified; the year 1, which means no time, stays the year 1,
/// and is written with a Z as the others are.
/// </summary>
internal sealed class DateConverter() : ValueConverter<DateTime>("a date such as 2026-11-20T10:00:00Z")
{
    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Year == 1 ? DateTime.SpecifyKind(value, DateTimeKind.Utc) : value);

    protected override bool TryRead(ref Utf8JsonReader reader, out DateTime value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        if (reader.TryGetDateTime(out value))
        {
            value = value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value;
            return true;
        }

        // With an offset the first hours of the year 1 could lie before the year 1.
        value = default;
        return reader.GetString()!.StartsWith("0001-01-01T00:00:00", StringComparison.Ordinal);
    }
}

/// <summary>Text; numbers and booleans are accepted as they are written.</summary>
internal sealed class TextConverter : JsonConverter<string>
{
    /// <summary>In characters. For escaping the framework reserves six times the text, twelve bytes per character.</summary>
    private const int PieceLength = 4 * 1024;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => reader.NumberAsWritten(),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => throw new JsonException("must be text"),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        var rest = value.AsSpan();
        while (rest.Length > PieceLength)
        {
            writer.WriteStringValueSegment(rest[..PieceLength], isFinalSegment: false);
            rest = rest[PieceLength..];
        }

        if (rest.Length == value.Length)
        {
            writer.WriteStringValue(value);
        }
        else
        {
            writer.WriteStringValueSegment(rest, isFinalSegment: true);
        }
    }

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);
}

/// <summary>Bytes in base64 (RFC 4648, section 4).</summary>
internal sealed class OctetsConverter : JsonConverter<byte[]>
{
    public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var octets)
            ? octets
            : throw new JsonException("must be text in base64");

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value);
}

internal static class ReaderExtensions
{
    public static string NumberAsWritten(this ref Utf8JsonReader reader) =>
        reader.HasValueSequence ? Encoding.UTF8.GetString(reader.ValueSequence) : Encoding.UTF8.GetString(reader.ValueSpan);
}
