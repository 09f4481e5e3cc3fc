using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Services83.EMail.Commands.Output;

/// <summary>JSON for programs: names in camelCase, moments in ISO 8601 with Z, names of enums.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static JsonNode? Of(object? value) => value switch
    {
        JsonNode node => node,
        DateTimeOffset at => at.UtcDateTime,
        _ => JsonSerializer.SerializeToNode(value, Options),
    };

    public static string Text(JsonNode? node) => node?.ToJsonString(Options) ?? "null";
}
