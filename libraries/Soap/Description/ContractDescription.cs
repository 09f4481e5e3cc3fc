using System.Reflection;
using Services83.EMail.Soap.Serialization;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.Soap.Xml;

namespace Services83.EMail.Soap.Description;

/// <summary>
/// A service contract as read from its attributes. Built once, at start; a contract that cannot work is refused then. The code that
/// accesses its members and calls its methods is compiled at first use.
/// </summary>
public sealed class ContractDescription
{
    private readonly Dictionary<string, OperationDescription> _byAction;
    private readonly Dictionary<string, OperationDescription> _byWrapper;

    private ContractDescription(Type type, ServiceContractAttribute attribute)
    {
        var serializers = new SerializerFactory(Namespaces);
        Type = type;
        Name = attribute.Name ?? (type.Name.StartsWith('I') ? type.Name[1..] : type.Name);
        Namespace = attribute.Namespace;
        if (type.GetCustomAttribute<MessageHeadersAttribute>() is { } headers)
        {
            RequestHeaders = new HeadersDescription(serializers, Namespace, headers.Request);
            ReplyHeaders = new HeadersDescription(serializers, Namespace, headers.Response);
        }

        Operations = [.. ContractMethod.Of(type).Select(method => new OperationDescription(this, serializers, method))];
        _byAction = Operations.ToDictionary(operation => operation.Action, StringComparer.Ordinal);
        _byWrapper = Operations.ToDictionary(operation => operation.Request.WrapperName, StringComparer.Ordinal);
    }

    /// <summary>The interface.</summary>
    public Type Type { get; }

    /// <summary>Local name of the port type.</summary>
    public string Name { get; }

    public string Namespace { get; }

    /// <summary>Sorted by name.</summary>
    public IReadOnlyList<OperationDescription> Operations { get; }

    /// <summary>Blocks that every request may carry; null when the contract declares none.</summary>
    public HeadersDescription? RequestHeaders { get; }

    /// <summary>Blocks that every reply carries; null when the contract declares none.</summary>
    public HeadersDescription? ReplyHeaders { get; }

    /// <summary>Reads a contract from its interface.</summary>
    /// <exception cref="NotSupportedException">The interface is not a contract, or a type in it cannot be read and written.</exception>
    public static ContractDescription Of(Type type) =>
        type.GetCustomAttribute<ServiceContractAttribute>() is { } attribute && type.IsInterface
            ? new ContractDescription(type, attribute)
            : throw new NotSupportedException($"{type} is not an interface with [ServiceContract].");

    /// <inheritdoc cref="Of(Type)"/>
    public static ContractDescription Of<TContract>() => Of(typeof(TContract));

    /// <summary>Every namespace that may occur in a message of this contract.</summary>
    internal XmlNamespaces Namespaces { get; } = new();

    internal OperationDescription? FindByAction(string action) => _byAction.GetValueOrDefault(action);

    internal OperationDescription? FindByWrapper(string localName) => _byWrapper.GetValueOrDefault(localName);
}
