using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Services83.EMail.WebApi.Trees;

/// <summary>
/// Writes a tree as the JSON of the same body: the expected type decides which node is a list and which is an object. A value that does not
/// fit is written unchanged, so that the JSON reader refuses it and names the place.
/// </summary>
internal static class TreeJson
{
    /// <summary>The body of a request.</summary>
    public static ReadOnlyMemory<byte> Write(RestOperation operation, RestNode root)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = 1000 }))
        {
            if (operation.Parameters is [{ Place: RestPlace.Body } whole])
            {
                Write(writer, root.Parts is [var (name, inner)] && Is(name, whole.Name) ? inner : root, whole.Type);
            }
            else
            {
                WriteObject(writer, root, name => operation.Parameters
                    .FirstOrDefault(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Type);
            }
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, RestNode node, Type type)
    {
        var info = RestJson.Options.GetTypeInfo(type);
        var isBlank = node is { Parts: [], Texts: [var only] } && IsBlank(only);
        if (node.IsNull || (isBlank && type != typeof(string) && info.Kind == JsonTypeInfoKind.None))
        {
            writer.WriteNullValue();
            return;
        }

        switch (info.Kind)
        {
            case JsonTypeInfoKind.Enumerable:
                WriteArray(writer, node, info.ElementType!);
                break;
            case JsonTypeInfoKind.Dictionary when HoldsPairs(node):
                WritePairs(writer, node, info.ElementType!);
                break;
            case JsonTypeInfoKind.Dictionary or JsonTypeInfoKind.Object when node.Parts.Count > 0 || node.Texts.All(IsBlank):
                var isDictionary = info.Kind == JsonTypeInfoKind.Dictionary;
                WriteObject(writer, node, name => isDictionary ? info.ElementType : RestTypes.PropertyOf(type, name));
                break;
            case JsonTypeInfoKind.None when node.Parts.Count > 0:
                WriteObject(writer, node, _ => typeof(string));
                break;
            case JsonTypeInfoKind.None when node.Texts.Count > 1:
                WriteArray(writer, node, typeof(string));
                break;
            default:
                writer.WriteStringValue(node.Texts is [var text, ..] ? text : "");
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, RestNode node, Func<string, Type?> typeOf)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in node.Parts)
        {
            if (typeOf(name) is { } type)
            {
                writer.WritePropertyName(name);
                Write(writer, value, type);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, RestNode node, Type item)
    {
        writer.WriteStartArray();
        foreach (var (_, value) in InOrder(node.Parts))
        {
            Write(writer, value, item);
        }

        // An empty element or field is a list without items.
        foreach (var text in node.Texts.Count == 1 && IsBlank(node.Texts[0]) ? [] : node.Texts)
        {
            Write(writer, new RestNode { Texts = { text } }, item);
        }

        writer.WriteEndArray();
    }

    private static void WritePairs(Utf8JsonWriter writer, RestNode node, Type value)
    {
        writer.WriteStartObject();
        foreach (var (_, pair) in node.Parts)
        {
            writer.WritePropertyName(pair.Parts.First(part => Is(part.Name, "Key")).Value.Texts.FirstOrDefault("")!);
            Write(writer, pair.Parts.First(part => Is(part.Name, "Value")).Value, value);
        }

        writer.WriteEndObject();
    }

    /// <summary>Items are sorted by number if all have one, because forms may name them in any order.</summary>
    private static IEnumerable<(string Name, RestNode Value)> InOrder(List<(string Name, RestNode Value)> parts) =>
        parts.TrueForAll(part => int.TryParse(part.Name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? parts.OrderBy(part => int.Parse(part.Name, NumberStyles.None, CultureInfo.InvariantCulture))
            : parts;

    private static bool HoldsPairs(RestNode node) =>
        node.Parts.Count > 0 && node.Parts.TrueForAll(part => Has(part.Value, "Key") && Has(part.Value, "Value"));

    private static bool Has(RestNode node, string name) => node.Parts.Exists(part => Is(part.Name, name));

    private static bool Is(string name, string expected) => name.Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static bool IsBlank(string text) => string.IsNullOrWhiteSpace(text);
}
