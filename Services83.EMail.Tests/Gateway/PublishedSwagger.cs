using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.Tests.Contract;

namespace Services83.EMail.Tests.Gateway;

/// <summary>A type in the vendor's description, with the references of the description followed.</summary>
/// <param name="Kind">string, integer, number, boolean, array or object.</param>
/// <param name="Format">int32, double, date-time, byte or binary; empty without one.</param>
/// <param name="Values">Names of an enumeration; empty for other types.</param>
/// <param name="Name">Last part of the definition's name; empty for a type without one.</param>
internal sealed record SwaggerType(string Kind, string Format, string[] Values, string Name)
{
    /// <summary>Of an array, or of a dictionary; null for other types.</summary>
    public SwaggerType? Items { get; init; }

    /// <summary>Of an object. Made on demand, as types contain themselves.</summary>
    public Lazy<IReadOnlyDictionary<string, SwaggerType>> Properties { get; init; } = new(new Dictionary<string, SwaggerType>());

    /// <summary>Whether a program of the vendor's kind has a null for it.</summary>
    public bool IsNullable => Kind is "array" or "object" || (Kind == "string" && Format != "date-time" && Values.Length == 0);
}

/// <summary>An operation of the vendor's description.</summary>
/// <param name="Query">Parameters in the query, other than <c>$select</c>.</param>
/// <param name="Body">Type of the body; null without one.</param>
/// <param name="Result">What 200 answers; null for 204.</param>
internal sealed record SwaggerOperation(string Name, IReadOnlyDictionary<string, SwaggerType> Query, SwaggerType? Body, SwaggerType? Result);

/// <summary>
/// The vendor's description of the web API's EMail agent, which is not ours to redistribute: looked for in <c>../shared/contract</c>
/// beside the repository.
/// </summary>
internal static class PublishedSwagger
{
    private const string PathPrefix = "/api/v1/Agents/EMail/";

    private static readonly Lazy<IReadOnlyDictionary<string, SwaggerOperation>> All = new(Load);

    /// <summary>The operations by name; those that Services83 does not have are among them. Ends the test where the file is missing.</summary>
    public static IReadOnlyDictionary<string, SwaggerOperation> Operations
    {
        get
        {
            if (!File.Exists(FileName()))
                Assert.Ignore("The published Swagger-v1-EMailAgent.json is not in ../shared/contract beside the repository.");
            return All.Value;
        }
    }

    private static string FileName() =>
        Path.Combine(PublishedContract.RepositoryRoot(), "..", "shared", "contract", "Swagger-v1-EMailAgent.json");

    private static Dictionary<string, SwaggerOperation> Load()
    {
        var root = JsonDocument.Parse(File.ReadAllText(FileName())).RootElement;
        var reader = new Reader(root.GetProperty("definitions"));
        return root.GetProperty("paths").EnumerateObject().ToDictionary(
            path => path.Name[PathPrefix.Length..], path => reader.Operation(path.Name[PathPrefix.Length..], path.Value.GetProperty("post")));
    }

    private sealed class Reader(JsonElement definitions)
    {
        public SwaggerOperation Operation(string name, JsonElement operation)
        {
            JsonElement[] parameters = [.. operation.GetProperty("parameters").EnumerateArray()];
            var body = Array.Find(parameters, parameter => In(parameter) == "body");
            var ok = operation.GetProperty("responses").TryGetProperty("200", out var response);
            return new SwaggerOperation(
                name,
                parameters.Where(parameter => In(parameter) == "query" && NameOf(parameter) != "$select").ToDictionary(NameOf, Type),
                body.ValueKind == JsonValueKind.Object ? Type(body.GetProperty("schema")) : null,
                ok ? Type(response.GetProperty("schema")) : null);
        }

        private static string In(JsonElement parameter) => parameter.GetProperty("in").GetString()!;

        private static string NameOf(JsonElement parameter) => parameter.GetProperty("name").GetString()!;

        private static string Text(JsonElement type, string name) => type.TryGetProperty(name, out var value) ? value.GetString()! : "";

        private SwaggerType Type(JsonElement type)
        {
            if (type.TryGetProperty("$ref", out var reference))
            {
                var name = reference.GetString()!["#/definitions/".Length..];
                return Type(definitions.GetProperty(name)) with { Name = name.Split('.')[^1] };
            }

            return new SwaggerType(
                Text(type, "type"), Text(type, "format"),
                type.TryGetProperty("enum", out var values) ? [.. values.EnumerateArray().Select(value => value.GetString()!)] : [], "")
            {
                Items = type.TryGetProperty("items", out var items) || type.TryGetProperty("additionalProperties", out items) ? Type(items) : null,
                Properties = new(() => type.TryGetProperty("properties", out var properties)
                    ? properties.EnumerateObject().ToDictionary(property => property.Name, property => Type(property.Value))
                    : []),
            };
        }
    }
}
