using System.Globalization;
using System.Text.Json;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>Checks JSON strictly against the published description: no unknown property, no value of another type.</summary>
internal static class SwaggerCheck
{
    /// <summary>The errors in a reply of the operation with that status. Null is accepted for any value, as in the vendor's
    /// samples.</summary>
    public static IEnumerable<string> Reply(string operation, string status, JsonElement? reply)
    {
        if (!PublishedSwagger.Operations[operation].Replies.TryGetValue(status, out var type))
        {
            return [$"{operation}: {status} is not published"];
        }

        if (type is null != reply is null)
        {
            return [$"{operation}: {(reply.HasValue ? "something" : "nothing")} was returned"];
        }

        return type is null ? [] : Problems(type, reply!.Value, operation, anyNull: true);
    }

    /// <returns>What does not fit; empty when all does.</returns>
    public static IEnumerable<string> Problems(SwaggerType type, JsonElement value, string path, bool anyNull = false)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return anyNull || type.IsNullable ? [] : [$"{path} is null"];
        }

        return type switch
        {
            { Kind: "object", Items: { } values } => Object(value, path, property => Problems(values, property.Value, $"{path}['{property.Name}']", anyNull)),
            { Kind: "object" } => Object(value, path, property => type.Properties.Value.TryGetValue(property.Name, out var known)
                ? Problems(known, property.Value, $"{path}.{property.Name}", anyNull)
                : [$"{path}.{property.Name} is not known"]),
            { Kind: "array", Items: { } items } => value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().SelectMany((item, i) => Problems(items, item, $"{path}[{i}]", anyNull))
                : [$"{path} is no array"],
            _ => Fits(type, value) ? [] : [$"{path} is {value.GetRawText()[..Math.Min(40, value.GetRawText().Length)]}, not {type.Kind} {type.Format}"],
        };
    }

    private static IEnumerable<string> Object(JsonElement value, string path, Func<JsonProperty, IEnumerable<string>> problems) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().SelectMany(problems) : [$"{path} is no object"];

    private static bool Fits(SwaggerType type, JsonElement value) => type switch
    {
        { Kind: "integer" } => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        { Kind: "number" } => value.ValueKind == JsonValueKind.Number,
        { Kind: "boolean" } => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ when value.ValueKind != JsonValueKind.String => false,
        { Format: "date-time" } => DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _),
        { Format: "byte" or "binary" } => value.TryGetBytesFromBase64(out _),
        { Values.Length: > 0 } => value.GetString()!.Split(", ").All(type.Values.Contains),
        _ => true,
    };
}
