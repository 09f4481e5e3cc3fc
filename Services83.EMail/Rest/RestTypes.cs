using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Services83.EMail.Rest;

/// <summary>What the carriers' properties are, by name in any letter case.</summary>
internal static class RestTypes
{
    private static readonly ConcurrentDictionary<Type, FrozenDictionary<string, Type>> Properties = new();

    /// <summary>Type of a property; null when there is none of that name.</summary>
    public static Type? PropertyOf(Type carrier, string name) => Properties.GetOrAdd(carrier, Read).GetValueOrDefault(name);

    private static FrozenDictionary<string, Type> Read(Type carrier) => RestJson.Options.GetTypeInfo(carrier).Properties
        .ToFrozenDictionary(property => property.Name, property => property.PropertyType, StringComparer.OrdinalIgnoreCase);
}
