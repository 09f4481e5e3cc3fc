using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;
using Services83.EMail.WebApi;

namespace Services83.EMail.Doors.Rest.OpenApi;

/// <summary>The JSON of the carriers as schemas, made from the type information with which <see cref="RestJson"/> writes.</summary>
internal sealed class CarrierSchemas(OpenApiDocument document, ContractDocumentation documentation)
{
    private readonly HashSet<Type> _known = [];

    /// <summary>Schema of a value; every reference type is nullable.</summary>
    public IOpenApiSchema Of(Type type, string? description = null)
    {
        if (type.IsEnum)
        {
            return OfEnum(type, description);
        }

        var info = RestJson.Options.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => new OpenApiSchema
            {
                Type = JsonSchemaType.Array | JsonSchemaType.Null,
                Items = Item(info.ElementType!),
                Description = description,
            },
            JsonTypeInfoKind.Dictionary => new OpenApiSchema
            {
                Type = JsonSchemaType.Object | JsonSchemaType.Null,
                AdditionalProperties = Of(info.ElementType!),
                Description = description,
            },
            JsonTypeInfoKind.Object => new OpenApiSchema
            {
                Type = JsonSchemaType.Object | JsonSchemaType.Null,
                AllOf = [Reference(type)],
                Description = description,
            },
            _ => OfPrimitive(type, description),
        };
    }

    /// <summary>Schema of a result or of an item, which is not nullable.</summary>
    public IOpenApiSchema Item(Type type) =>
        !type.IsEnum && RestJson.Options.GetTypeInfo(type).Kind == JsonTypeInfoKind.Object ? Reference(type) : Of(type);

    /// <summary>The carrier's own schema, by name.</summary>
    public OpenApiSchemaReference Reference(Type type)
    {
        if (_known.Add(type))
        {
            document.AddComponent(type.Name, Describe(type));
        }

        return new OpenApiSchemaReference(type.Name, document);
    }

    private OpenApiSchema Describe(Type type) => new()
    {
        Type = JsonSchemaType.Object,
        Description = documentation.SummaryOf(type),
        Properties = RestJson.Options.GetTypeInfo(type).Properties.OrderBy(property => property.Order).ToDictionary(
            property => property.Name,
            property => Of(property.PropertyType, documentation.SummaryOf((PropertyInfo)property.AttributeProvider!))),
    };

    /// <summary>A list of values cannot express that several flags may be given, so flags are described in the text.</summary>
    private OpenApiSchema OfEnum(Type type, string? description)
    {
        var names = Enum.GetNames(type);
        return type.IsDefined(typeof(FlagsAttribute))
            ? new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = $"{description ?? documentation.SummaryOf(type)} None, or any of {string.Join(", ", names)}, by commas.".TrimStart(),
            }
            : new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. names.Select(name => JsonValue.Create(name))],
                Description = description ?? documentation.SummaryOf(type),
            };
    }

    private static OpenApiSchema OfPrimitive(Type type, string? description)
    {
        var (json, format) = Type.GetTypeCode(type) switch
        {
            TypeCode.Int32 or TypeCode.Int16 => (JsonSchemaType.Integer, "int32"),
            TypeCode.Double => (JsonSchemaType.Number, "double"),
            TypeCode.Boolean => (JsonSchemaType.Boolean, null),
            TypeCode.DateTime => (JsonSchemaType.String, "date-time"),
            _ => (JsonSchemaType.String | JsonSchemaType.Null, type == typeof(byte[]) ? "byte" : null),
        };
        return new OpenApiSchema { Type = json, Format = format, Description = description };
    }
}
