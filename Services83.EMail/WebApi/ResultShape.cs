using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Xml.Linq;
using System.Xml.Schema;

namespace Services83.EMail.WebApi;

/// <summary>
/// Changes to a result before it is sent: unselected properties become null, times are converted to the caller's zone.
/// </summary>
/// <param name="Select">Null for all properties.</param>
/// <param name="Clock">Null for UTC with a Z.</param>
public sealed record ResultShape(Selection? Select, CallerClock? Clock)
{
    private static readonly XName Nil = XName.Get("nil", XmlSchema.InstanceNamespace);

    /// <summary>Whether nothing has to be changed.</summary>
    public bool IsPlain => Select is null && Clock is null or { IsPlain: true };

    /// <summary>Copies JSON with the changes.</summary>
    /// <param name="json">The output of <see cref="RestJson.WriteValue"/>.</param>
    /// <param name="type">The type of the result.</param>
    /// <param name="target">Receives the copy.</param>
    public void CopyJson(ReadOnlySpan<byte> json, Type type, IBufferWriter<byte> target)
    {
        var reader = new Utf8JsonReader(json);
        using var writer = new Utf8JsonWriter(target, new JsonWriterOptions { Encoder = RestJson.Options.Encoder, SkipValidation = true });
        reader.Read();
        Copy(ref reader, writer, type, Select);
    }

    /// <summary>Changes XML.</summary>
    /// <param name="element">The element that holds the value.</param>
    /// <param name="type">The type of the value.</param>
    public void ChangeXml(XElement element, Type type) => Change(element, type, Select);

    private static Type? TypeOf(JsonTypeInfo info, string name) =>
        info.Kind == JsonTypeInfoKind.Dictionary ? info.ElementType : RestTypes.PropertyOf(info.Type, name);

    private static Selection? Below(Selection? selection, string name, out bool isWanted)
    {
        var part = selection?.Find(name);
        isWanted = selection is null || part is not null;
        return part is { IsAll: false } ? part : null;
    }

    private void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer, Type type, Selection? selection)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                CopyObject(ref reader, writer, RestJson.Options.GetTypeInfo(type), selection);
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                var item = RestJson.Options.GetTypeInfo(type).ElementType!;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Copy(ref reader, writer, item, selection);
                }

                writer.WriteEndArray();
                break;
            case JsonTokenType.String when type == typeof(DateTime) && Clock is { IsPlain: false } clock:
                writer.WriteStringValue(clock.FromUtc(reader.GetDateTime()));
                break;
            default:
                writer.WriteRawValue(Token(reader), skipInputValidation: true);
                break;
        }
    }

    private void CopyObject(ref Utf8JsonReader reader, Utf8JsonWriter writer, JsonTypeInfo info, Selection? selection)
    {
        writer.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var below = Below(selection, name, out var isWanted);
            writer.WritePropertyName(name);
            reader.Read();
            if (isWanted && info.Kind == JsonTypeInfoKind.Object && RestTypes.IsUniversalTime(info.Type, name))
            {
                writer.WriteRawValue(Token(reader), skipInputValidation: true);
            }
            else if (isWanted)
            {
                Copy(ref reader, writer, TypeOf(info, name)!, below);
            }
            else
            {
                reader.Skip();
                writer.WriteNullValue();
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>The raw token; a text with its quotation marks.</summary>
    private static ReadOnlySpan<byte> Token(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return reader.ValueSpan;
        }

        var quoted = new byte[reader.ValueSpan.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        reader.ValueSpan.CopyTo(quoted.AsSpan(1));
        return quoted;
    }

    private void Change(XElement element, Type type, Selection? selection)
    {
        var info = RestJson.Options.GetTypeInfo(type);
        if (info.Kind == JsonTypeInfoKind.None)
        {
            if (type == typeof(DateTime) && Clock is { IsPlain: false } clock && !element.IsEmpty)
            {
                element.Value = clock.FromUtc((DateTime)element);
            }

            return;
        }

        foreach (var child in element.Elements().ToList())
        {
            switch (info.Kind)
            {
                case JsonTypeInfoKind.Enumerable:
                    Change(child, info.ElementType!, selection);
                    break;
                case JsonTypeInfoKind.Dictionary:
                    ChangePart((string?)child.Elements().First() ?? "", child.Elements().Last(), info.ElementType!, selection, isUniversal: false);
                    break;
                default:
                    var name = child.Name.LocalName;
                    ChangePart(name, child, RestTypes.PropertyOf(type, name)!, selection, RestTypes.IsUniversalTime(type, name));
                    break;
            }
        }
    }

    private void ChangePart(string name, XElement value, Type type, Selection? selection, bool isUniversal)
    {
        var below = Below(selection, name, out var isWanted);
        if (isWanted)
        {
            if (!isUniversal)
            {
                Change(value, type, below);
            }

            return;
        }

        value.RemoveNodes();
        value.SetAttributeValue(Nil, true);
    }
}
