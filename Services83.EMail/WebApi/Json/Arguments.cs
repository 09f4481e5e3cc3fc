using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Services83.EMail.WebApi.Json;

/// <summary>The arguments of one call, read and written as if there were a class with a property for each parameter.</summary>
internal sealed class Arguments
{
    public object?[] Values { get; init; } = [];

    public static JsonTypeInfo<Arguments> TypeOf(RestOperation operation, JsonSerializerOptions options)
    {
        var type = JsonTypeInfo.CreateJsonTypeInfo<Arguments>(options);
        type.CreateObject = () => new Arguments { Values = operation.DefaultArguments() };
        for (var i = 0; i < operation.Parameters.Count; i++)
        {
            if (operation.Parameters[i].Place == RestPlace.Property)
            {
                type.Properties.Add(Property(type, operation.Parameters[i], i));
            }
        }

        type.MakeReadOnly();
        return type;
    }

    private static JsonPropertyInfo Property(JsonTypeInfo type, RestParameter parameter, int index)
    {
        var property = type.CreateJsonPropertyInfo(parameter.Type, parameter.Name);
        property.Get = arguments => ((Arguments)arguments).Values[index];
        property.Set = (arguments, value) => ((Arguments)arguments).Values[index] = value;
        return property;
    }
}
