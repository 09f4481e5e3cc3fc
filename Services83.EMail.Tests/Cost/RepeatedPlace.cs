using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Services83.EMail.Tests.Cost;

/// <summary>
/// A member of an operation's parameters that can be long: a list or a text. All are found by reflection over the contract, through every
/// carrier, so that new ones are included; except the rights of every carrier, which no operation reads.
/// </summary>
internal sealed class RepeatedPlace
{
    /// <summary>As deep as an address of a message. Deeper members are read in the same way, and used by no code.</summary>
    private const int MostMembers = 2;

    private readonly MethodInfo _operation;
    private readonly int _parameter;
    private readonly PropertyInfo[] _path;
    private readonly Type _type;

    private RepeatedPlace(MethodInfo operation, int parameter, PropertyInfo[] path, Type type)
    {
        (_operation, _parameter, _path, _type) = (operation, parameter, path, type);
        Name = string.Join('.', [operation.GetParameters()[parameter].Name!, .. path.Select(member => member.Name)]);
    }

    public string Name { get; }

    /// <summary>The repeated parts of a text, with characters that the server searches for, splits at or nests by; <c>{0}</c> is replaced
    /// by a growing number.</summary>
    public IReadOnlyList<string> Pieces => !IsText ? ["items"] : _path.Length switch
    {
        0 => ["x", "cid:", "<@a{0},", "a{0}@b, ", "(", "a. ", "=?utf-8?q?a?= ", "<a>&", "\n", "/\\", "\"\\"],
        1 => ["cid:", "<@a{0},", "(", "a. "],
        _ => ["<@a{0},(a. "],
    };

    private bool IsText => _type == typeof(string);

    /// <summary>A list, which stays valid at any length; a long text usually does not.</summary>
    public bool IsList => !IsText;

    public bool IsOfLogin => Name.Contains("user", StringComparison.OrdinalIgnoreCase) || Name.Contains("password", StringComparison.OrdinalIgnoreCase);

    private bool IsListOfCarriers => _type.IsArray && !IsPlain(_type.GetElementType()!);

    /// <summary>
    /// Most items so that a message with some hundred elements each stays within the usual limits. Members of carriers have fewer: many
    /// operations take the same carriers, and the same code handles them.
    /// </summary>
    public int Most => MostOfParameters / (_path.Length == 0 ? 1 : 4);

    private int MostOfParameters => IsText ? 200_000 : _type == typeof(byte[]) ? 4_000_000 : IsListOfCarriers || !_type.IsArray ? 2_000 : 60_000;

    /// <summary>All places of an operation.</summary>
    public static IEnumerable<RepeatedPlace> Of(MethodInfo operation) => operation.GetParameters()
        .SelectMany((parameter, index) => Below(operation, index, parameter.ParameterType, [], []));

    /// <summary>Fills all these places, lists before the members of their first items, so that the product of any two would be
    /// seen.</summary>
    /// <param name="share">In thousandths: the part of its maximum that each place gets.</param>
    public static void FillAll(IReadOnlyList<RepeatedPlace> places, object?[] arguments, CostSamples samples, int share)
    {
        foreach (var place in places.OrderBy(place => place._path.Length))
        {
            place.Fill(arguments, samples, "items", Math.Max(1, (int)((long)place.Most * share / 1000 / places.Count)));
        }
    }

    /// <summary>Repeats it n times.</summary>
    public void Fill(object?[] arguments, CostSamples samples, string piece, int n)
    {
        var name = _operation.GetParameters()[_parameter].Name!;
        arguments[_parameter] = Fill(_type, arguments[_parameter], _operation.GetParameters()[_parameter].ParameterType, name, _path, samples, piece, n);
    }

    public override string ToString() => Name;

    private static IEnumerable<RepeatedPlace> Below(MethodInfo operation, int parameter, Type type, PropertyInfo[] path, Type[] within)
    {
        if (type == typeof(string) || type.IsArray || typeof(IDictionary).IsAssignableFrom(type))
        {
            yield return new(operation, parameter, path, type);
        }

        var carrier = type.IsArray ? type.GetElementType()! : type;
        if (path.Length == MostMembers || IsPlain(carrier) || within.Contains(carrier) || typeof(IDictionary).IsAssignableFrom(carrier))
        {
            yield break;
        }

        foreach (var member in carrier.GetProperties().Where(member => member.CanWrite && member.DeclaringType != typeof(Carrier)))
        {
            foreach (var place in Below(operation, parameter, member.PropertyType, [.. path, member], [.. within, carrier]))
            {
                yield return place;
            }
        }
    }

    private static bool IsPlain(Type type) => type == typeof(string) || type.IsValueType;

    private static object? Fill(
        Type place, object? value, Type type, string name, ReadOnlySpan<PropertyInfo> path, CostSamples samples, string piece, int n)
    {
        if (path.IsEmpty)
        {
            return Repeated(place, name, samples, piece, n);
        }

        if (type.IsArray)
        {
            var item = type.GetElementType()!;
            var items = (Array?)value ?? Array.CreateInstance(item, 1);
            items.SetValue(Fill(place, items.GetValue(0), item, name, path, samples, piece, n), 0);
            return items;
        }

        value ??= samples.Make(type, name, 0);
        var member = path[0];
        member.SetValue(value, Fill(place, member.GetValue(value), member.PropertyType, member.Name, path[1..], samples, piece, n));
        return value;
    }

    private static object Repeated(Type type, string name, CostSamples samples, string piece, int n)
    {
        if (type == typeof(string))
        {
            return Text(piece, n);
        }

        if (type == typeof(byte[]))
        {
            return new byte[n];
        }

        if (!type.IsArray)
        {
            var fields = (IDictionary)Activator.CreateInstance(type)!;
            var value = type.BaseType!.GenericTypeArguments[1];
            for (var i = 0; i < n; i++)
            {
                fields[$"field {i}"] = samples.Make(value, name, i);
            }

            return fields;
        }

        var items = Array.CreateInstance(type.GetElementType()!, n);
        for (var i = 0; i < n; i++)
        {
            items.SetValue(samples.Make(type.GetElementType()!, name, i), i);
        }

        return items;
    }

    private static string Text(string piece, int n)
    {
        var text = new StringBuilder(n);
        for (var i = 0; text.Length < n; i++)
        {
            text.Append(piece.Replace("{0}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }

        return text.ToString(0, n);
    }
}
