using System.Xml;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Serialization;

/// <summary>Reads and writes values of one type of a data contract. Built once, used by many requests at a time.</summary>
internal abstract class ContractSerializer(XmlQualifiedName typeName)
{
    /// <summary>Name of the type in the schema.</summary>
    public XmlQualifiedName TypeName { get; } = typeName;

    /// <summary>Whether a value is plain text, so that it needs no namespace declarations.</summary>
    public virtual bool IsText => false;

    /// <summary>Namespace of the child elements; null for a type without any.</summary>
    public virtual XmlNamespace? ContentNamespace => null;
}

internal abstract class ContractSerializer<T>(XmlQualifiedName typeName) : ContractSerializer(typeName)
{
    /// <summary>Reads the value of the current element and moves behind the element.</summary>
    public abstract T? Read(ContractReader reader);

    /// <summary>
    /// Reads the next element with its value if it is exactly this one and the value plain text, which is faster than finding out what
    /// element it is; otherwise nothing is read.
    /// </summary>
    public virtual bool TryReadLeaf(ContractReader reader, ElementTag tag, out T? value)
    {
        value = default;
        return false;
    }

    /// <summary>Whether a value that is not null is written as an empty element.</summary>
    public abstract bool IsEmpty(T value);

    /// <summary>Writes the content of the element.</summary>
    public abstract void WriteContent(ContractWriter writer, T value);

    /// <summary>Writes the value as an element.</summary>
    /// <param name="attributes">Namespace declarations of the element, each with a space before it.</param>
    public void WriteElement(ContractWriter writer, ElementTag tag, T? value, ReadOnlySpan<byte> attributes = default)
    {
        if (value is null)
        {
            writer.WriteNil(tag, attributes);
        }
        else if (IsEmpty(value))
        {
            writer.WriteEmpty(tag, attributes);
        }
        else
        {
            writer.WriteStart(tag, attributes);
            WriteContent(writer, value);
            writer.WriteEnd(tag);
        }
    }
}
