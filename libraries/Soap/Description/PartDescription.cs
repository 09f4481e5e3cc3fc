using System.Reflection;
using Services83.EMail.Soap.Serialization;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Description;

/// <summary>A parameter, a result or a header block: an element whose content is a value of one type.</summary>
public abstract class PartDescription
{
    private protected PartDescription(string name, string ns, Type type)
    {
        Name = name;
        Namespace = ns;
        Type = type;
    }

    public string Name { get; }

    public string Namespace { get; }

    public Type Type { get; }

    internal abstract ElementTag Tag { get; }

    /// <summary>The value when the part is missing.</summary>
    internal abstract object? Default { get; }

    internal abstract object? Read(ContractReader reader);

    /// <summary>Writes the part into a body, whose namespace is the default one.</summary>
    internal abstract void WriteBody(ContractWriter writer, object? value);

    /// <summary>Writes the part as a header block with prefix h.</summary>
    internal abstract void WriteHeader(ContractWriter writer, object? value);

    /// <summary>Writes the part as a separate document.</summary>
    internal abstract void WriteDocument(ContractWriter writer, object? value);

    internal static PartDescription Create(SerializerFactory serializers, string ns, string name, Type type) =>
        typeof(PartDescription).GetMethod(nameof(CreateTyped), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type)
            .CreateDelegate<Func<ElementTag, ContractSerializer, PartDescription>>()(serializers.Tag(ns, name), serializers.Get(type));

    private static PartDescription<T> CreateTyped<T>(ElementTag tag, ContractSerializer serializer) => new(tag, (ContractSerializer<T>)serializer);
}

internal sealed class PartDescription<T>(ElementTag tag, ContractSerializer<T> serializer)
    : PartDescription(tag.LocalName, tag.Namespace.Uri, typeof(T))
{
    private static readonly byte[] InstanceDeclaration = [.. " xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\""u8];

    private readonly byte[] _headerDeclarations = [.. tag.Namespace.Declaration(Prefixes.Header), .. InstanceDeclaration];

    private readonly XmlNamespace? _foreign =
        serializer.ContentNamespace is { } content && !ReferenceEquals(content, tag.Namespace) ? content : null;

    internal override ElementTag Tag { get; } = tag;

    internal override object? Default => default(T);

    internal override object? Read(ContractReader reader) => serializer.Read(reader);

    internal override void WriteBody(ContractWriter writer, object? value) => Write(writer, value, [], InstanceDeclaration);

    internal override void WriteHeader(ContractWriter writer, object? value)
    {
        writer.BeginScope(Tag.Namespace, Prefixes.Header);
        Write(writer, value, Tag.Namespace.Declaration(Prefixes.Header), _headerDeclarations);
        writer.EndScope();
    }

    internal override void WriteDocument(ContractWriter writer, object? value)
    {
        writer.BeginScope(Tag.Namespace, Prefixes.None);
        var declaration = Tag.Namespace.Declaration(Prefixes.None);
        Write(writer, value, declaration, [.. declaration, .. InstanceDeclaration]);
        writer.EndScope();
    }

    private void Write(ContractWriter writer, object? value, ReadOnlySpan<byte> declarations, ReadOnlySpan<byte> withInstance)
    {
        if (_foreign is not null)
        {
            var prefix = writer.BeginScope(_foreign);
            serializer.WriteElement(writer, Tag, (T?)value, [.. declarations, .. _foreign.Declaration(prefix), .. InstanceDeclaration]);
            writer.EndScope();
        }
        else if (value is null || !serializer.IsText)
        {
            serializer.WriteElement(writer, Tag, (T?)value, withInstance);
        }
        else
        {
            serializer.WriteElement(writer, Tag, (T?)value, declarations);
        }
    }
}
