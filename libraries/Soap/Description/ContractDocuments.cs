using System.Reflection;
using System.Xml;
using Services83.EMail.Soap.Serialization;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Description;

/// <summary>Writes values as separate XML documents, named after their types, as <c>DataContractSerializer</c> does.</summary>
public sealed class ContractDocuments
{
    private readonly Dictionary<Type, PartDescription> _parts;

    /// <param name="types">Every type that will be written.</param>
    /// <param name="orderOf">
    /// The position of a member that only documents have and messages do not, after the members of the data contract; null for any other
    /// member.
    /// </param>
    /// <exception cref="NotSupportedException">One of them cannot be part of a contract.</exception>
    public ContractDocuments(IEnumerable<Type> types, Func<PropertyInfo, int?> orderOf)
    {
        var serializers = new SerializerFactory(new XmlNamespaces(), orderOf);
        _parts = types.Distinct().ToDictionary(type => type, type => Create(serializers, type));
    }

    /// <summary>Writes a document without a declaration.</summary>
    public void Write(ContractWriter writer, Type type, object? value) => _parts[type].WriteDocument(writer, value);

    private static PartDescription Create(SerializerFactory serializers, Type type)
    {
        var name = serializers.Get(type).TypeName;
        return PartDescription.Create(serializers, IsPrimitive(name) ? ContractReader.Serialization : name.Namespace, name.Name, type);
    }

    private static bool IsPrimitive(XmlQualifiedName name) => name.Namespace == System.Xml.Schema.XmlSchema.Namespace;
}
