using System.Text.Json;
using System.Text.Json.Serialization;

namespace Services83.EMail.WebApi.Json;

internal sealed class EnumConverterFactory(bool strict) : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(EnumConverter<>).MakeGenericType(typeToConvert), [strict])!;
}

/// <summary>
/// An enumeration by the names of its values, in any letter case, or by number. Several flags are separated by commas (when reading also by
/// spaces, as in XML); no flag is <c>None</c>. A combination of rights with a name is written by that name, as the vendor does.
/// </summary>
/// <param name="strict">Whether an unknown value is an error; otherwise it is ignored.</param>
internal sealed class EnumConverter<T>(bool strict) : JsonConverter<T>
    where T : struct, Enum
{
    private const string NoFlags = "None";

    private static readonly bool IsFlags = typeof(T).IsDefined(typeof(FlagsAttribute), inherit: false);
    private static readonly (string Name, long Bits)[] Members = [.. Enum.GetValues<T>().Select(value => (value.ToString(), Bits(value)))];
    private static readonly Dictionary<string, long> Values =
        Members.Concat(EnumAliases.Of(typeof(T))).ToDictionary(member => member.Name, member => member.Bits, StringComparer.OrdinalIgnoreCase);

    /// <summary>If a value has several names, or a name several values, the first one is used: that of the contract.</summary>
    private static readonly Dictionary<long, string> Names = Members.Concat(EnumAliases.Of(typeof(T)))
        .DistinctBy(member => member.Bits).ToDictionary(member => member.Bits, member => member.Name);

    private static readonly long Known = Members.Aggregate(0L, (bits, member) => bits | member.Bits);

    public override bool HandleNull => true;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => default,
        JsonTokenType.Number when reader.TryGetInt64(out var number) => Of(Number(number) ?? Unknown()),
        JsonTokenType.String => Of(Text(reader.GetString()!)),
        _ => Of(Unknown()),
    };

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        var bits = Bits(value);
        if (Names.TryGetValue(bits, out var name))
        {
            writer.WriteStringValue(name);
        }
        else if (IsFlags && (bits & ~Known) == 0)
        {
            var names = Members.Where(member => member.Bits != 0 && (bits & member.Bits) == member.Bits).Select(member => member.Name);
            writer.WriteStringValue(bits == 0 ? NoFlags : string.Join(", ", names));
        }
        else
        {
            writer.WriteNumberValue(bits);
        }
    }

    private static long Bits(T value) => Convert.ToInt64(value, null);

    private static T Of(long bits) => (T)Enum.ToObject(typeof(T), bits);

    /// <summary>Null for an unknown number; for flags that are not strict, the known part of it.</summary>
    private long? Number(long number) => IsFlags
        ? strict && (number & ~Known) != 0 ? null : number & Known
        : Array.Exists(Members, member => member.Bits == number) ? number : null;

    private long Text(string text) => IsFlags
        ? text.Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(0L, (bits, name) => bits | One(name))
        : One(text.Trim());

    private long One(string name)
    {
        if (Values.TryGetValue(name, out var bits))
        {
            return bits;
        }

        if (IsFlags && name.Equals(NoFlags, StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        return (long.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out var number) ? Number(number) : null) ?? Unknown();
    }

    private long Unknown() => strict
        ? throw new JsonException($"must be {(IsFlags ? "any" : "one")} of {string.Join(", ", Members.Select(member => member.Name))}")
        : 0;
}
