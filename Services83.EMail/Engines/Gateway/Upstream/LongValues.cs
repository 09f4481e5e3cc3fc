using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>A value that is not in a body's buffer: bytes or a text.</summary>
/// <param name="Position">Its position in the buffer, between two quotation marks.</param>
internal sealed record LongValue(int Position, ReadOnlyMemory<byte>? Octets, string? Text);

/// <summary>
/// Collects the long values that a writer meets, and writes an empty string in their place. The serializer needs <see cref="Converters"/>
/// for this; for any other writer these converters write everything.
/// </summary>
internal sealed class LongValues : IDisposable
{
    private const int Threshold = 32 * 1024;

    private static readonly ConditionalWeakTable<Utf8JsonWriter, LongValues> Collecting = [];

    private readonly Utf8JsonWriter _writer;
    private readonly List<LongValue> _found = [];

    private LongValues(Utf8JsonWriter writer) => _writer = writer;

    public static IReadOnlyList<JsonConverter> Converters { get; } = [new OctetsConverter(), new TextConverter()];

    /// <summary>In the order of their positions.</summary>
    public IReadOnlyList<LongValue> Found => _found;

    /// <summary>Collects the values of a writer that writes only to this one buffer.</summary>
    public static LongValues CollectFrom(Utf8JsonWriter writer)
    {
        var values = new LongValues(writer);
        Collecting.Add(writer, values);
        return values;
    }

    public void Dispose() => Collecting.Remove(_writer);

    private static bool TryNote(Utf8JsonWriter writer, int length, ReadOnlyMemory<byte>? octets, string? text)
    {
        if (length < Threshold || !Collecting.TryGetValue(writer, out var values))
        {
            return false;
        }

        writer.WriteStringValue("");
        values._found.Add(new LongValue(checked((int)(writer.BytesCommitted + writer.BytesPending - 1)), octets, text));
        return true;
    }

    private sealed class OctetsConverter : JsonConverter<byte[]>
    {
        public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetBytesFromBase64();

        public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options)
        {
            if (!TryNote(writer, value.Length, value, null))
            {
                writer.WriteBase64StringValue(value);
            }
        }
    }

    private sealed class TextConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
        {
            if (!TryNote(writer, value.Length, null, value))
            {
                writer.WriteStringValue(value);
            }
        }
    }
}
