using System.Text.Json;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>
/// The content of a description of the EMail agent, one fact per line, in the same form for Swagger 2.0 and OpenAPI 3.0: addresses,
/// parameters, content types, results, and the members of every type that these need.
/// </summary>
internal sealed class ApiDigest
{
    private const string Prefix = "/api/v1/Agents/EMail/";

    private readonly JsonElement _document;
    private readonly JsonElement _schemas;
    private readonly SortedSet<string> _facts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private ApiDigest(JsonElement document, IReadOnlyCollection<string> operations)
    {
        _document = document;
        _schemas = document.TryGetProperty("definitions", out var definitions) ? definitions : document.GetProperty("components").GetProperty("schemas");
        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(path => operations.Contains(path.Name[Prefix.Length..])))
        {
            foreach (var method in path.Value.EnumerateObject())
            {
                Add(path.Name[Prefix.Length..], method);
            }
        }
    }

    private bool IsSwagger => _document.TryGetProperty("swagger", out _);

    /// <param name="json">The description.</param>
    /// <param name="operations">The compared operations.</param>
    public static IReadOnlySet<string> Of(JsonElement json, IReadOnlyCollection<string> operations) => new ApiDigest(json, operations)._facts;

    private void Add(string operation, JsonProperty method)
    {
        var description = method.Value;
        _facts.Add($"{operation}: {method.Name} {description.GetProperty("operationId").GetString()}");
        foreach (var parameter in Elements(description, "parameters").Where(parameter => Text(parameter, "in") != "body"))
        {
            var isRequired = parameter.TryGetProperty("required", out var required) && required.GetBoolean();
            _facts.Add($"{operation}: {Text(parameter, "in")} {Text(parameter, "name")}{(isRequired ? ", required" : "")}: "
                + TypeOf(parameter.TryGetProperty("schema", out var schema) ? schema : parameter));
        }

        AddBody(operation, description);
        foreach (var response in description.GetProperty("responses").EnumerateObject())
        {
            AddResponse(operation, description, response);
        }
    }

    private void AddBody(string operation, JsonElement description)
    {
        if (IsSwagger)
        {
            foreach (var body in Elements(description, "parameters").Where(parameter => Text(parameter, "in") == "body"))
            {
                AddMembers($"{operation}: body", Resolve(body.GetProperty("schema")));
            }

            AddTypes(operation, "takes", Elements(description, "consumes").Select(type => type.GetString()!));
        }
        else if (description.TryGetProperty("requestBody", out var body))
        {
            var content = body.GetProperty("content").EnumerateObject().ToArray();
            AddMembers($"{operation}: body", Resolve(content[0].Value.GetProperty("schema")));
            AddTypes(operation, "takes", content.Select(type => type.Name));
        }
    }

    private void AddResponse(string operation, JsonElement description, JsonProperty response)
    {
        if (IsSwagger)
        {
            _facts.Add($"{operation}: answers {response.Name}{(response.Value.TryGetProperty("schema", out var schema) ? " " + TypeOf(schema) : "")}");
            AddTypes(operation, "sends", Elements(description, "produces").Select(type => type.GetString()!));
        }
        else
        {
            var shared = response.Value.TryGetProperty("$ref", out var reference)
                ? _document.GetProperty("components").GetProperty("responses").GetProperty(reference.GetString()!.Split('/')[^1])
                : response.Value;
            var content = shared.TryGetProperty("content", out var types) ? types.EnumerateObject().ToArray() : [];
            _facts.Add($"{operation}: answers {response.Name}{(content.Length > 0 ? " " + TypeOf(content[0].Value.GetProperty("schema")) : "")}");
            if (response.Name != "default")
            {
                AddTypes(operation, "sends", content.Select(type => type.Name));
            }
        }
    }

    private void AddTypes(string operation, string verb, IEnumerable<string> types)
    {
        foreach (var type in types)
        {
            _facts.Add($"{operation}: {verb} {type}");
        }
    }

    private void AddMembers(string owner, JsonElement schema)
    {
        if (!schema.TryGetProperty("properties", out var properties))
        {
            return;
        }

        foreach (var property in properties.EnumerateObject())
        {
            _facts.Add($"{owner}.{property.Name}: {TypeOf(property.Value)}");
        }
    }

    private string TypeOf(JsonElement schema)
    {
        if (schema.TryGetProperty("allOf", out var parts))
        {
            return TypeOf(parts.EnumerateArray().Single());
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = reference.GetString()!.Split('/', '.')[^1];
            if (_seen.Add(name))
            {
                AddMembers(name, Resolve(schema));
            }

            return name;
        }

        if (schema.TryGetProperty("enum", out var values))
        {
            return $"one of {string.Join(' ', values.EnumerateArray().Select(value => value.GetString()))}";
        }

        return Text(schema, "type") switch
        {
            "array" => TypeOf(schema.GetProperty("items")) + "[]",
            "object" when schema.TryGetProperty("additionalProperties", out var value) => $"map of {TypeOf(value)}",
            var type => Text(schema, "format") is { Length: > 0 } format ? $"{type} {format}" : type,
        };
    }

    private JsonElement Resolve(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference) ? _schemas.GetProperty(reference.GetString()!.Split('/')[^1]) : schema;

    private static IEnumerable<JsonElement> Elements(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var array) ? array.EnumerateArray() : [];

    private static string Text(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
