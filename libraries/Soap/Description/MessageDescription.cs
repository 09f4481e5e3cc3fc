using System.Reflection;
using Services83.EMail.Soap.Serialization;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Description;

/// <summary>The body of a request or a reply: a wrapper element with a sequence of parts.</summary>
public sealed class MessageDescription
{
    private readonly Func<object, object?>[]? _getters;
    private readonly PartDescription[] _parts;
    private readonly byte[] _declaration;

    internal MessageDescription(SerializerFactory serializers, string ns, string wrapper, IEnumerable<(string Name, Type Type)> parts)
    {
        Wrapper = serializers.Tag(ns, wrapper);
        _declaration = Wrapper.Namespace.Declaration(Prefixes.None).ToArray();
        _parts = [.. parts.Select(part => PartDescription.Create(serializers, ns, part.Name, part.Type))];
    }

    /// <summary>A body described by a <see cref="MessageContractAttribute"/> class.</summary>
    internal MessageDescription(SerializerFactory serializers, string ns, string wrapper, Type message)
        : this(serializers, ns, wrapper, Members(message).Select(member => (member.Name, member.Property.PropertyType))) =>
        _getters = [.. Members(message).Select(member => PropertyAccess.Getter(member.Property))];

    /// <summary>Local name of the wrapper element, in the contract's namespace.</summary>
    public string WrapperName => Wrapper.LocalName;

    public IReadOnlyList<PartDescription> Parts => _parts;

    internal ElementTag Wrapper { get; }

    /// <summary>Reads the parts from inside the wrapper. Parts that are missing are null or default.</summary>
    internal object?[] ReadParts(ContractReader reader)
    {
        var values = Defaults();
        if (!reader.Xml.Enter())
        {
            return values;
        }

        ulong seen = 0;
        while (reader.Xml.MoveToChild())
        {
            var index = Find(reader);
            if (index < 0)
            {
                reader.Xml.Skip();
                continue;
            }

            if ((seen & (1UL << index)) != 0)
            {
                throw reader.Error("The element occurs twice.");
            }

            seen |= 1UL << index;
            values[index] = _parts[index].Read(reader);
        }

        return values;
    }

    internal object?[] Defaults()
    {
        if (_parts.Length == 0)
        {
            return [];
        }

        var values = new object?[_parts.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _parts[i].Default;
        }

        return values;
    }

    /// <summary>Writes the wrapper with the result's parts; a null result is written as parts that are null or default.</summary>
    internal void Write(ContractWriter writer, object? result)
    {
        writer.BeginScope(Wrapper.Namespace, Prefixes.None);
        if (_parts.Length == 0)
        {
            writer.WriteEmpty(Wrapper, _declaration);
        }
        else
        {
            writer.WriteStart(Wrapper, _declaration);
            for (var i = 0; i < _parts.Length; i++)
            {
                _parts[i].WriteBody(writer, PartOf(result, i));
            }

            writer.WriteEnd(Wrapper);
        }

        writer.EndScope();
    }

    private object? PartOf(object? result, int index)
    {
        if (result is null)
        {
            return _parts[index].Default;
        }

        return _getters is null ? result : _getters[index](result);
    }

    private int Find(ContractReader reader)
    {
        for (var i = 0; i < _parts.Length; i++)
        {
            if (reader.Xml.Matches(_parts[i].Tag))
            {
                return i;
            }
        }

        foreach (var part in _parts)
        {
            if (reader.Xml.LocalNameIs(part.Tag.Utf8))
            {
                throw reader.WrongNamespace(part.Tag);
            }
        }

        return -1;
    }

    private static IEnumerable<(string Name, PropertyInfo Property)> Members(Type message) =>
        message.GetProperties()
            .Select(property => (Property: property, Attribute: property.GetCustomAttribute<MessageBodyMemberAttribute>()))
            .Where(x => x.Attribute is not null)
            .OrderBy(x => x.Attribute!.Order)
            .ThenBy(x => x.Property.Name, StringComparer.Ordinal)
            .Select(x => (x.Attribute!.Name ?? x.Property.Name, x.Property));
}
