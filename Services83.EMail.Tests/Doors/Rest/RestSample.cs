using System.Text.Json.Nodes;
using Services83.EMail.Tests.Engines.Gateway;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>
/// A body in the form of the vendor's documentation for each operation, generated from the facts of its description: every property is
/// present, single objects are null, lists have two items, and the items of their lists are empty objects.
/// </summary>
internal static class RestSample
{
    // Members that only replies have.
    private static readonly string[] OfReplies = ["TableRight", "FieldProperties"];

    public static JsonObject Of(SwaggerType type, int depth = 0) => new(type.Properties.Value.Where(property => !OfReplies.Contains(property.Key))
        .Select(property => KeyValuePair.Create(property.Key, Value(property.Value, depth))));

    private static JsonNode? Value(SwaggerType type, int depth) => type switch
    {
        { Kind: "array", Items: { } items } => new JsonArray(Item(items, depth), Item(items, depth)),
        { Kind: "object", Items: { } values } => new JsonObject { ["name"] = Value(values, depth) },
        { Kind: "object" } => null,
        { Kind: "integer" } => 290,
        { Kind: "number" } => 1045.25,
        { Kind: "boolean" } => false,
        { Format: "date-time" } => "2014-08-25T14:19:03.3883941+02:00",
        { Format: "byte" or "binary" } => "AQID",
        { Values: [.., var last] } => last,
        _ => "text",
    };

    private static JsonNode? Item(SwaggerType type, int depth) => type switch
    {
        { Kind: "object", Items: null } => depth == 0 ? Of(type, depth + 1) : new JsonObject(),
        _ => Value(type, depth),
    };
}
