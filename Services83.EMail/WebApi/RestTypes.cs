using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json.Serialization.Metadata;
using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.WebApi;

/// <summary>The types of the carriers' properties, by name in any letter case.</summary>
internal static class RestTypes
{
    private static readonly ConcurrentDictionary<Type, FrozenDictionary<string, JsonPropertyInfo>> Properties = new();

    /// <summary>Type of a property; null when there is none with that name.</summary>
    public static Type? PropertyOf(Type carrier, string name) => Find(carrier, name)?.PropertyType;

    /// <summary>Whether a property is a date that is always UTC and never local time.</summary>
    public static bool IsUniversalTime(Type carrier, string name) => Find(carrier, name) is { } property && !IsInCallersZone(property);

    /// <summary>Whether a date is converted to the caller's zone; false for one that is always UTC.</summary>
    public static bool IsInCallersZone(JsonPropertyInfo property) =>
        property.AttributeProvider?.IsDefined(typeof(UniversalTimeAttribute), inherit: true) != true;

    private static JsonPropertyInfo? Find(Type carrier, string name) => Properties.GetOrAdd(carrier, Read).GetValueOrDefault(name);

    private static FrozenDictionary<string, JsonPropertyInfo> Read(Type carrier) => RestJson.Options.GetTypeInfo(carrier).Properties
        .ToFrozenDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
}
