using System.Linq.Expressions;
using System.Reflection;
using Services83.EMail.Soap.Serialization;
using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Soap.Description;

/// <summary>The header blocks of one direction: a class with a property for each, in alphabetical order as WCF writes them.</summary>
public sealed class HeadersDescription
{
    private readonly Func<object> _create;

    internal HeadersDescription(SerializerFactory serializers, string ns, Type type)
    {
        Type = type;
        _create = Expression.Lambda<Func<object>>(Expression.New(type)).Compile();
        Blocks =
        [
            .. type.GetProperties()
                .Select(property => (Property: property, Attribute: property.GetCustomAttribute<MessageHeaderAttribute>()))
                .Where(x => x.Attribute is not null)
                .Select(x => new HeaderBlock(
                    PartDescription.Create(serializers, ns, x.Attribute!.Name ?? x.Property.Name, x.Property.PropertyType), x.Property))
                .OrderBy(block => block.Part.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The class whose properties are the blocks.</summary>
    public Type Type { get; }

    public IReadOnlyList<PartDescription> Parts => [.. Blocks.Select(block => block.Part)];

    internal HeaderBlock[] Blocks { get; }

    internal object Create() => _create();
}

internal sealed class HeaderBlock
{
    public HeaderBlock(PartDescription part, PropertyInfo property)
    {
        Part = part;
        var headers = Expression.Parameter(typeof(object));
        var value = Expression.Parameter(typeof(object));
        var access = Expression.Property(Expression.Convert(headers, property.DeclaringType!), property);
        Get = Expression.Lambda<Func<object, object?>>(Expression.Convert(access, typeof(object)), headers).Compile();
        Set = Expression.Lambda<Action<object, object?>>(
            Expression.Assign(access, Expression.Convert(value, property.PropertyType)), headers, value).Compile();
    }

    public PartDescription Part { get; }

    public Func<object, object?> Get { get; }

    public Action<object, object?> Set { get; }
}
