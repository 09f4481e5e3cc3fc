using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json.Nodes;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>
/// Carriers, and their expected JSON, in one simple form for comparison: the result of a converter is checked with reflection. Does not use
/// the program's own JSON code.
/// </summary>
internal static class CarrierTree
{
    /// <summary>The vendor's names of several rights at once, as its description lists them.</summary>
    private static readonly Dictionary<string, long> TableRights = new(StringComparer.Ordinal)
    {
        ["R"] = 1, ["UR"] = 3, ["RI"] = 5, ["URI"] = 7, ["UDR"] = 11, ["FULL"] = 15, ["F"] = 16, ["RF"] = 17, ["FI"] = 20, ["URU"] = 34, ["WRITE"] = 38,
    };

    private static readonly Dictionary<string, long> FieldRights = new(StringComparer.Ordinal) { ["Update"] = 3, ["Nullable"] = 32, ["UIHints"] = 192 };

    /// <summary>The plain form of a value of the contract.</summary>
    public static JsonNode? Of(object? value) => value switch
    {
        null => null,
        DateTime date => Date(date),
        byte[] octets => Convert.ToBase64String(octets),
        Enum known => Convert.ToInt64(known, CultureInfo.InvariantCulture),
        bool truth => truth,
        string text => text,
        double number => number,
        int or short => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        IDictionary dictionary => new JsonObject(
            dictionary.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(key => KeyValuePair.Create(key, Of(dictionary[key])))),
        Array items => new JsonArray([.. items.Cast<object?>().Select(Of)]),
        _ => new JsonObject(Members(value.GetType()).Select(member => KeyValuePair.Create(member.Name, Of(member.GetValue(value))))),
    };

    /// <summary>The simple form of the carrier that must be read from this JSON of a tenant.</summary>
    /// <param name="isThere">Whether the property was present; a missing one has Services83's default.</param>
    public static JsonNode? Expected(JsonNode? json, Type type, bool isThere = true)
    {
        if (json is null)
        {
            return isThere && !type.IsValueType ? null : DefaultOf(type);
        }

        if (type == typeof(DateTime))
        {
            return Date(DateTimeOffset.Parse((string)json!, CultureInfo.InvariantCulture).UtcDateTime);
        }

        if (type.IsEnum)
        {
            return ((string)json!).Split(',', StringSplitOptions.TrimEntries).Aggregate(0L, (bits, name) => bits | NumberOf(type, name));
        }

        if (type == typeof(short))
        {
            return Math.Clamp((long)json, short.MinValue, short.MaxValue);
        }

        if (type == typeof(int))
        {
            return (long)json;
        }

        if (typeof(IDictionary).IsAssignableFrom(type))
        {
            return new JsonObject(json.AsObject().OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => KeyValuePair.Create(pair.Key, Expected(pair.Value, type.BaseType!.GenericTypeArguments[1]))));
        }

        if (type.IsArray && type != typeof(byte[]))
        {
            return new JsonArray([.. json.AsArray().Select(item => Expected(item, type.GetElementType()!))]);
        }

        return json is JsonObject properties
            ? new JsonObject(Members(type).Select(member => KeyValuePair.Create(
                member.Name, Expected(properties[member.Name], member.PropertyType, properties.ContainsKey(member.Name)))))
            : json.DeepClone();
    }

    /// <summary>The members of a carrier in the web API.</summary>
    public static IEnumerable<PropertyInfo> Members(Type type) => type.GetProperties()
        .Where(property => property.IsDefined(typeof(DataMemberAttribute)) || property.IsDefined(typeof(WebApiMemberAttribute)))
        .OrderBy(property => property.Name, StringComparer.Ordinal);

    private static JsonNode? DefaultOf(Type type)
    {
        if (type == typeof(string))
        {
            return "";
        }

        if (type == typeof(byte[]) || type == typeof(FieldPropertyDictionary))
        {
            return null;
        }

        if (type.IsArray)
        {
            return new JsonArray();
        }

        if (typeof(IDictionary).IsAssignableFrom(type))
        {
            return new JsonObject();
        }

        return type.IsValueType ? Of(Activator.CreateInstance(type)) : null;
    }

    private static long NumberOf(Type type, string name)
    {
        if (type == typeof(ETableRight) && TableRights.TryGetValue(name, out var rights))
        {
            return rights;
        }

        if (type == typeof(EFieldRight) && FieldRights.TryGetValue(name, out rights))
        {
            return rights;
        }

        return name == "None" && type.IsDefined(typeof(FlagsAttribute), inherit: false) ? 0 : Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture);
    }

    private static string Date(DateTime date) => date.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture);
}
