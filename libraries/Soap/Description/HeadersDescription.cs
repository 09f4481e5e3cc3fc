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
        _create = PropertyAccess.Constructor(type);
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

internal sealed class HeaderBlock(PartDescription part, PropertyInfo property)
{
    public PartDescription Part { get; } = part;

    public Func<object, object?> Get { get; } = PropertyAccess.Getter(property);

    public Action<object, object?> Set { get; } = PropertyAccess.Setter(property);
}
