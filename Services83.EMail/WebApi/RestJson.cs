using System.Buffers;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Services83.EMail.WebApi.Json;

namespace Services83.EMail.WebApi;

/// <summary>
/// Parameters and results in the JSON of the vendor's web API: property names as in the contract (read in any letter case), the rights of a
/// row last, enumerations by name, several flags separated by commas, binary data in base64, dictionaries as objects, dates in ISO 8601.
/// </summary>
/// <remarks>
/// Dates with an offset are read as UTC and those without are unchanged. Null for a number, a date and so on means its default, numbers are
/// also read from strings and strings from numbers, unknown properties are ignored, and repeated ones are refused.
/// </remarks>
public static class RestJson
{
    /// <summary>For requests and replies of clients: an unknown value of an enumeration is an error.</summary>
    public static JsonSerializerOptions Options { get; } = Create(strict: true);

    /// <summary>For replies of a newer server: unknown values of enumerations are read as none.</summary>
    public static JsonSerializerOptions LenientOptions { get; } = Create(strict: false);

    private static readonly FrozenDictionary<RestOperation, JsonTypeInfo<Arguments>> Bodies =
        RestOperations.All.ToFrozenDictionary(operation => operation, operation => Arguments.TypeOf(operation, Options));

    /// <summary>Counts the values of a text: an empty object needs many times more memory than its text.</summary>
    /// <param name="json">UTF-8. Invalid JSON is accepted here; the reader reports the error.</param>
    /// <param name="maxValues">Most objects, lists and single values.</param>
    /// <returns>How many there are.</returns>
    /// <exception cref="RestFormatException">There are more.</exception>
    public static int CountValues(ReadOnlySpan<byte> json, int maxValues)
    {
        var count = 0;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Options.MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray) && ++count > maxValues)
                {
                    throw new RestFormatException($"There are more than the {maxValues} values that are allowed.");
                }
            }
        }
        catch (JsonException)
        {
        }

        return count;
    }

    /// <summary>Reads the body of a request; only white space means a body without properties.</summary>
    /// <param name="operation">The called operation.</param>
    /// <param name="json">UTF-8.</param>
    /// <returns>One argument for each parameter; missing ones have their defaults.</returns>
    /// <exception cref="RestFormatException">It is not JSON, or a value does not fit.</exception>
    public static object?[] ReadBody(RestOperation operation, ReadOnlySpan<byte> json)
    {
        if (json.TrimStart(" \t\r\n"u8).IsEmpty)
        {
            return operation.DefaultArguments();
        }

        try
        {
            return operation.Parameters is [{ Place: RestPlace.Body } whole]
                ? [JsonSerializer.Deserialize(json, whole.Type, Options)]
                : JsonSerializer.Deserialize(json, Bodies[operation])?.Values ?? operation.DefaultArguments();
        }
        catch (JsonException exception)
        {
            throw JsonErrors.Explain(exception);
        }
    }

    /// <summary>Reads a value from plain text, as in a query.</summary>
    /// <exception cref="RestFormatException">It does not fit.</exception>
    public static object? ReadText(Type type, string text)
    {
        try
        {
            return JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(text), type, Options);
        }
        catch (JsonException exception)
        {
            throw new RestFormatException(JsonErrors.Explain(exception).Message);
        }
    }

    /// <summary>Writes the result of an operation, or an error.</summary>
    /// <param name="type">Type of the value.</param>
    /// <param name="value">What to write.</param>
    /// <param name="target">Receives UTF-8.</param>
    public static void WriteValue(Type type, object? value, IBufferWriter<byte> target)
    {
        using var writer = new Utf8JsonWriter(target, new JsonWriterOptions { Encoder = Options.Encoder, SkipValidation = true });
        JsonSerializer.Serialize(writer, value, type, Options);
    }

    private static JsonSerializerOptions Create(bool strict)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNameCaseInsensitive = true,
            AllowDuplicateProperties = false,
            MaxDepth = 64,
            // This JSON is never part of an HTML page: the replies have a content type, and browsers must not guess another one.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { CarrierMembers.Arrange } },
            Converters =
            {
                new IntegerConverter<int>(), new IntegerConverter<short>(), new DoubleConverter(), new BooleanConverter(),
                new TextConverter(), new OctetsConverter(), new DateConverter(), new EnumConverterFactory(strict),
            },
        };
        options.MakeReadOnly();
        return options;
    }
}
