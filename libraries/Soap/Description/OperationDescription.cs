using System.Reflection;
using Services83.EMail.Soap.Serialization;
using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Soap.Description;

/// <summary>An operation: its names on the wire, its parts, and the compiled call of the method behind it.</summary>
public sealed class OperationDescription
{
    private readonly ContractMethod _method;

    internal OperationDescription(ContractDescription contract, SerializerFactory serializers, ContractMethod method)
    {
        _method = method;
        Contract = contract;
        Action = method.Attribute.Action ?? $"{contract.Namespace.TrimEnd('/')}/{contract.Name}/{Name}";
        ReplyAction = method.Attribute.ReplyAction ?? Action + "Response";
        Request = new MessageDescription(serializers, contract.Namespace, Name, method.Parameters);
        Reply = ReplyOf(serializers, contract, method);
    }

    public ContractDescription Contract { get; }

    public MethodInfo Method => _method.Method;

    public string Name => _method.Name;

    /// <summary>The request's action.</summary>
    public string Action { get; }

    public string ReplyAction { get; }

    public MessageDescription Request { get; }

    public MessageDescription Reply { get; }

    /// <inheritdoc cref="ContractMethod.Invoke"/>
    internal Func<object, object?[], Task<object?>> Invoke => _method.Invoke;

    private static MessageDescription ReplyOf(SerializerFactory serializers, ContractDescription contract, ContractMethod method)
    {
        var wrapper = method.Name + "Response";
        if (method.ResultType is not { } result)
        {
            return new MessageDescription(serializers, contract.Namespace, wrapper, []);
        }

        if (result.GetCustomAttribute<MessageContractAttribute>() is { } message)
        {
            return new MessageDescription(serializers, contract.Namespace, message.WrapperName ?? result.Name, result);
        }

        var name = method.Method.ReturnTypeCustomAttributes.GetCustomAttributes(typeof(MessageParameterAttribute), false)
            .OfType<MessageParameterAttribute>().FirstOrDefault()?.Name ?? method.Name + "Result";
        return new MessageDescription(serializers, contract.Namespace, wrapper, [(name, result)]);
    }
}
