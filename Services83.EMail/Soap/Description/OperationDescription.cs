using System.Linq.Expressions;
using System.Reflection;
using Services83.EMail.Soap.Serialization;
using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Soap.Description;

/// <summary>An operation: its names on the wire, its parts, and the compiled call of the method behind it.</summary>
public sealed class OperationDescription
{
    private const string AsyncEnding = "Async";

    internal OperationDescription(ContractDescription contract, SerializerFactory serializers, MethodInfo method)
    {
        var attribute = method.GetCustomAttribute<OperationContractAttribute>()!;
        var methodName = method.Name.EndsWith(AsyncEnding, StringComparison.Ordinal) ? method.Name[..^AsyncEnding.Length] : method.Name;
        Contract = contract;
        Method = method;
        Name = attribute.Name ?? methodName;
        Action = attribute.Action ?? $"{contract.Namespace.TrimEnd('/')}/{contract.Name}/{Name}";
        ReplyAction = attribute.ReplyAction ?? Action + "Response";
        Request = new MessageDescription(serializers, contract.Namespace, Name, ParametersOf(method));
        Reply = ReplyOf(serializers, contract, Name, method);
        Invoke = CompileCall(method);
    }

    public ContractDescription Contract { get; }

    public MethodInfo Method { get; }

    public string Name { get; }

    /// <summary>The request's action.</summary>
    public string Action { get; }

    public string ReplyAction { get; }

    public MessageDescription Request { get; }

    public MessageDescription Reply { get; }

    /// <summary>Calls the method on an implementation; the task's value is the result, or null for an operation without one.</summary>
    internal Func<object, object?[], Task<object?>> Invoke { get; }

    private static IEnumerable<(string Name, Type Type)> ParametersOf(MethodInfo method) =>
        method.GetParameters()
            .Select(parameter => (parameter.GetCustomAttribute<MessageParameterAttribute>()?.Name ?? parameter.Name!, parameter.ParameterType));

    private static MessageDescription ReplyOf(
        SerializerFactory serializers, ContractDescription contract, string operation, MethodInfo method)
    {
        var wrapper = operation + "Response";
        if (ResultType(method) is not { } result) return new MessageDescription(serializers, contract.Namespace, wrapper, []);
        if (result.GetCustomAttribute<MessageContractAttribute>() is { } message)
            return new MessageDescription(serializers, contract.Namespace, message.WrapperName ?? result.Name, result);
        var name = method.ReturnTypeCustomAttributes.GetCustomAttributes(typeof(MessageParameterAttribute), false)
            .OfType<MessageParameterAttribute>().FirstOrDefault()?.Name ?? operation + "Result";
        return new MessageDescription(serializers, contract.Namespace, wrapper, [(name, result)]);
    }

    /// <summary>T of a Task of T; null for a plain Task.</summary>
    private static Type? ResultType(MethodInfo method)
    {
        if (method.ReturnType == typeof(Task)) return null;
        if (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(Task<>))
            return method.ReturnType.GenericTypeArguments[0];
        throw new NotSupportedException($"{method.DeclaringType}.{method.Name} must return Task or Task<T>.");
    }

    private static Func<object, object?[], Task<object?>> CompileCall(MethodInfo method)
    {
        var service = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object?[]));
        var call = Expression.Call(
            Expression.Convert(service, method.DeclaringType!),
            method,
            method.GetParameters().Select((parameter, i) => Expression.Convert(
                Expression.ArrayIndex(arguments, Expression.Constant(i)), parameter.ParameterType)));
        var await = ResultType(method) is { } result
            ? Expression.Call(typeof(OperationDescription), nameof(WithResultAsync), [result], call)
            : Expression.Call(typeof(OperationDescription), nameof(WithoutResultAsync), null, call);
        return Expression.Lambda<Func<object, object?[], Task<object?>>>(await, service, arguments).Compile();
    }

    private static async Task<object?> WithResultAsync<T>(Task<T> call) => await call;

    private static async Task<object?> WithoutResultAsync(Task call)
    {
        await call;
        return null;
    }
}
