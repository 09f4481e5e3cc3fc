using System.Globalization;
using System.Text.Json;

namespace Services83.EMail.Tests.WebApi;

/// <summary>Checks replies against the definitions of the vendor's published description. Null stands for any value, as in its samples.</summary>
internal sealed class PublishedDefinitions(JsonElement swagger)
{
    /// <summary>What is wrong with a reply of the operation with that status; nothing when it is as published.</summary>
    public IReadOnlyList<string> Check(string operation, string status, JsonElement? reply)
    {
        var responses = swagger.GetProperty("paths").GetProperty("/api/v1/Agents/EMail/" + operation).GetProperty("post").GetProperty("responses");
        if (!responses.TryGetProperty(status, out var response)) return [$"{operation}: {status} is not published"];
        var errors = new List<string>();
        if (response.TryGetProperty("schema", out var schema) != reply.HasValue) errors.Add($"{operation}: {(reply.HasValue ? "something" : "nothing")} was returned");
        else if (reply is { } value) Check(operation, value, schema, errors);
        return errors;
    }

    private void Check(string path, JsonElement value, JsonElement schema, List<string> errors)
    {
        if (value.ValueKind == JsonValueKind.Null) return;
        if (schema.TryGetProperty("$ref", out var reference))
        {
            CheckObject(path, value, swagger.GetProperty("definitions").GetProperty(reference.GetString()!["#/definitions/".Length..]), errors);
            return;
        }

        switch (schema.GetProperty("type").GetString())
        {
            case "array" when value.ValueKind == JsonValueKind.Array:
                foreach (var (item, i) in value.EnumerateArray().Select((item, i) => (item, i)))
                    Check(path + "[" + i.ToString(CultureInfo.InvariantCulture) + "]", item, schema.GetProperty("items"), errors);
                break;
            case "object" when value.ValueKind == JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                    Check($"{path}.{property.Name}", property.Value, schema.GetProperty("additionalProperties"), errors);
                break;
            case "integer" when value.TryGetInt32(out _):
            case "number" when value.ValueKind == JsonValueKind.Number:
            case "boolean" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                break;
            case "string" when value.ValueKind == JsonValueKind.String:
                CheckText(path, value, schema, errors);
                break;
            default:
                errors.Add($"{path}: {value.GetRawText()} is no {schema.GetProperty("type")}");
                break;
        }
    }

    private void CheckObject(string path, JsonElement value, JsonElement schema, List<string> errors)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"{path}: {value.GetRawText()} is no object");
            return;
        }

        var published = schema.GetProperty("properties");
        foreach (var property in value.EnumerateObject())
        {
            if (published.TryGetProperty(property.Name, out var member)) Check($"{path}.{property.Name}", property.Value, member, errors);
            else errors.Add($"{path}.{property.Name} is not published");
        }
    }

    private static void CheckText(string path, JsonElement value, JsonElement schema, List<string> errors)
    {
        var text = value.GetString()!;
        var format = schema.TryGetProperty("format", out var named) ? named.GetString() : null;
        if (format == "date-time" && !value.TryGetDateTimeOffset(out _)) errors.Add($"{path}: '{text}' is no date");
        if (format is "byte" or "binary" && !value.TryGetBytesFromBase64(out _)) errors.Add($"{path}: '{text}' is no base64");
        if (schema.TryGetProperty("enum", out var values)
            && text.Split(", ").Except(values.EnumerateArray().Select(one => one.GetString()!)).FirstOrDefault() is { } unknown)
            errors.Add($"{path}: '{unknown}' is not published");
    }
}
