using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Serialization;

/// <summary>A value type that may be nil.</summary>
internal sealed class NullableSerializer<T>(ContractSerializer<T> inner) : ContractSerializer<T?>(inner.TypeName)
    where T : struct
{
    public override bool IsText => inner.IsText;

    public override XmlNamespace? ContentNamespace => inner.ContentNamespace;

    public override T? Read(ContractReader reader)
    {
        if (!reader.IsNil())
        {
            return inner.Read(reader);
        }

        reader.Xml.Skip();
        return null;
    }

    public override bool TryReadLeaf(ContractReader reader, ElementTag tag, out T? value)
    {
        var read = inner.TryReadLeaf(reader, tag, out var plain);
        value = read ? plain : null;
        return read;
    }

    public override bool IsEmpty(T? value) => inner.IsEmpty(value!.Value);

    public override void WriteContent(ContractWriter writer, T? value) => inner.WriteContent(writer, value!.Value);
}
