using System.Collections;
using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.WebApi;

namespace Services83.EMail.Engines.Gateway.Wire;

/// <summary>How carriers are written for tenants and read from them: the JSON of the web API, with additions for the gateway.</summary>
internal static class GatewayJson
{
    /// <summary>
    /// Keeps long values out of the buffer, see <see cref="JsonBody"/>. Members of an account that Services83 does not have are written only
    /// with a value: its clients cannot give them, and a tenant would take null for a wish.
    /// </summary>
    public static JsonSerializerOptions Writing { get; } = CreateWriting();

    /// <summary>
    /// A member that a tenant leaves out gets Services83's default: texts, lists and dictionaries are empty and not null. A null that a
    /// tenant writes stays null. Unknown values of enumerations are read as none, and a number that is too large for its Services83 type
    /// becomes the nearest number that fits.
    /// </summary>
    public static JsonSerializerOptions Reading { get; } = CreateReading();

    private static JsonSerializerOptions CreateWriting()
    {
        var options = new JsonSerializerOptions(RestJson.Options);
        for (var i = 0; i < LongValues.Converters.Count; i++)
        {
            // The first converter that fits is used.
            options.Converters.Insert(i, LongValues.Converters[i]);
        }

        options.Converters.Insert(0, new UtcDateConverter());
        options.TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(LeaveOut);
        options.MakeReadOnly();
        return options;
    }

    private static void LeaveOut(JsonTypeInfo type)
    {
        if (type.Type != typeof(EMailAccount))
        {
            return;
        }

        foreach (var property in type.Properties.Where(property => property.AttributeProvider?.IsDefined(typeof(WebApiMemberAttribute), inherit: false) == true))
        {
            property.ShouldSerialize = (_, value) => value is not null && !value.Equals(default(DateTime));
        }
    }

    private static JsonSerializerOptions CreateReading()
    {
        var options = new JsonSerializerOptions(RestJson.LenientOptions);
        options.Converters.Insert(0, new NearestShortConverter());
        options.Converters.Insert(0, new UtcDateConverter());
        options.TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(FillIn);
        options.MakeReadOnly();
        return options;
    }

    private static void FillIn(JsonTypeInfo type)
    {
        if (type.CreateObject is not { } create || !type.Type.IsDefined(typeof(DataContractAttribute), inherit: false))
        {
            return;
        }

        (Action<object, object?> Set, Func<object> Default)[] defaults =
        [
            .. type.Properties
                .Where(property => property.Set is not null && property.Name is not nameof(Carrier.FieldProperties))
                .Select(property => (property.Set!, DefaultOf(property.PropertyType)))
                .Where(property => property.Item2 is not null)
                .Select(property => (property.Item1, property.Item2!)),
        ];
        type.CreateObject = () =>
        {
            var carrier = create();
            foreach (var (set, make) in defaults)
            {
                set(carrier, make());
            }

            return carrier;
        };
    }

    /// <summary>Null for types whose default needs no change: numbers, dates, carriers, and bytes, which are null until
    /// requested.</summary>
    private static Func<object>? DefaultOf(Type type)
    {
        if (type == typeof(string))
        {
            return () => "";
        }

        if (type.IsArray && type != typeof(byte[]))
        {
            var empty = Array.CreateInstance(type.GetElementType()!, 0);
            return () => empty;
        }

        return typeof(IDictionary).IsAssignableFrom(type) ? () => Activator.CreateInstance(type)! : null;
    }

    /// <summary>Ranks and counts have 16 bits in Services83 and 32 bits today.</summary>
    private sealed class NearestShortConverter : JsonConverter<short>
    {
        public override bool HandleNull => true;

        public override short Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (short)Math.Clamp(JsonSerializer.Deserialize<int>(ref reader, options), short.MinValue, short.MaxValue);

        public override void Write(Utf8JsonWriter writer, short value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }
}
