using System.Collections;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>Makes arguments of any type of the contract, the same for the same seed.</summary>
internal sealed class CarrierFiller(int seed)
{
    private const int MaxDepth = 4;

    private static readonly string[] Texts = ["", "Blåbær & Søn <ø>", "a\r\nb\t\"c\" \\", "😀", new('x', 40_000), "ø" + new string('\n', 33_000)];

    private readonly Random _random = new(seed);

    public object? Make(Type type, int depth = 0)
    {
        if (type == typeof(string))
        {
            return _random.Next(5) == 0 ? null : Texts[_random.Next(Texts.Length)];
        }

        if (type == typeof(int) || type == typeof(short))
        {
            return Convert.ChangeType(_random.Next(short.MinValue, short.MaxValue), type, null);
        }

        if (type == typeof(bool))
        {
            return _random.Next(2) == 0;
        }

        if (type == typeof(double))
        {
            return Math.Round(_random.NextDouble(), 6);
        }

        if (type == typeof(DateTime))
        {
            return new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(_random.Next()).AddTicks(_random.Next(10_000_000));
        }

        if (type.IsEnum)
        {
            return Enum.ToObject(type, type.IsDefined(typeof(FlagsAttribute), inherit: false) ? _random.Next(4) : Convert.ToInt64(Any(Enum.GetValues(type)), null));
        }

        return depth > MaxDepth || _random.Next(6) == 0 ? null : MakeReference(type, depth);
    }

    private object MakeReference(Type type, int depth)
    {
        if (type == typeof(byte[]))
        {
            var octets = new byte[_random.Next(2) == 0 ? 10 : 100_000];
            _random.NextBytes(octets);
            return octets;
        }

        if (type.IsArray)
        {
            var items = Array.CreateInstance(type.GetElementType()!, _random.Next(3));
            for (var i = 0; i < items.Length; i++)
            {
                items.SetValue(Make(type.GetElementType()!, depth + 1), i);
            }

            return items;
        }

        var made = Activator.CreateInstance(type)!;
        if (made is IDictionary dictionary)
        {
            dictionary["Key ø"] = Make(type.BaseType!.GenericTypeArguments[1], depth + 1);
        }
        else
        {
            foreach (var member in CarrierTree.Members(type))
            {
                member.SetValue(made, Make(member.PropertyType, depth + 1));
            }
        }

        return made;
    }

    private object Any(Array values) => values.GetValue(_random.Next(values.Length))!;
}
