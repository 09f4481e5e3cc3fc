using System.Text.Json.Nodes;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>How many members of a generated value are present.</summary>
internal enum Filling
{
    /// <summary>Everything is there.</summary>
    Full,

    /// <summary>Every nullable member is null, one level below the top.</summary>
    Nulls,

    /// <summary>Properties are randomly left out or null.</summary>
    Patchy,

    /// <summary>Objects without any property.</summary>
    Empty,
}

/// <summary>Makes values that fit the published description, the same for the same seed.</summary>
internal sealed class SwaggerValues(int seed, Filling filling)
{
    private const int MaxDepth = 5;

    private static readonly string[] Texts =
        ["", "Blåbær & Søn <ø>", "line\r\nline\ttab \"quoted\" \\ ", "\u0001 control", "😀 emoji", "</script>", "plain"];

    private readonly Random _random = new(seed);

    /// <summary>A value of the type; null only below the top.</summary>
    public JsonNode? Of(SwaggerType type, int depth = 0)
    {
        if (depth > 0 && type.IsNullable && (filling == Filling.Nulls || depth > MaxDepth || (filling == Filling.Patchy && _random.Next(4) == 0)))
        {
            return null;
        }

        return type switch
        {
            { Kind: "object", Items: { } values } => Dictionary(values, depth),
            { Kind: "object" } => Object(type, depth),
            { Kind: "array", Items: { } items } => new JsonArray([.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Of(items, depth + 1))]),
            { Kind: "integer" } => _random.Next(4) == 0 ? _random.Next(int.MinValue, int.MaxValue) : _random.Next(short.MaxValue),
            { Kind: "number" } => Math.Round(_random.NextDouble() * 1000, 3),
            { Kind: "boolean" } => _random.Next(2) == 0,
            { Format: "date-time" } => Date(),
            { Format: "byte" or "binary" } => Convert.ToBase64String(Octets()),
            { Values.Length: > 0 } => type.Values[_random.Next(type.Values.Length)],
            _ => Texts[_random.Next(Texts.Length)],
        };
    }

    public byte[] Octets()
    {
        var octets = new byte[_random.Next(200)];
        _random.NextBytes(octets);
        return octets;
    }

    private JsonObject Object(SwaggerType type, int depth)
    {
        var result = new JsonObject();
        foreach (var (name, property) in type.Properties.Value)
        {
            if (filling == Filling.Empty || (filling == Filling.Patchy && _random.Next(4) == 0))
            {
                continue;
            }
            // The description calls it text; what it holds are the names of rights, as the vendor's samples show.
            result[name] = name == "Mask" ? MaskOf(type) : Of(property, depth + 1);
        }

        return result;
    }

    private static string MaskOf(SwaggerType type) => type.Name == "TableRight" ? "Select, Update" : "Read, UIHintMandatory";

    private JsonObject Dictionary(SwaggerType values, int depth)
    {
        var result = new JsonObject();
        for (var i = _random.Next(1, 3); i > 0; i--)
        {
            result[$"Key {i} ø"] = Of(values, depth + 1);
        }

        return result;
    }

    /// <summary>As the vendor writes them: local time of its server with the offset, seven digits.</summary>
    private string Date() => new DateTimeOffset(2000 + _random.Next(30), 1 + _random.Next(12), 1 + _random.Next(28), _random.Next(24), 19, 3, TimeSpan.FromHours(_random.Next(-5, 6)))
        .AddTicks(_random.Next(10_000_000)).ToString("yyyy-MM-ddTHH:mm:ss.fffffffzzz", System.Globalization.CultureInfo.InvariantCulture);
}
