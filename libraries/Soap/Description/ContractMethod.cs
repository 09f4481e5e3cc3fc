using System.Linq.Expressions;
using System.Reflection;
using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Soap.Description;

/// <summary>A method of a service contract as its attributes describe it, and its compiled call. Independent of the wire format.</summary>
public sealed class ContractMethod
{
    private const string AsyncEnding = "Async";

    // Compiled by the first call: most servers use few operations. Two calls that compile it at once do no harm.
    private Func<object, object?[], Task<object?>>? _invoke;

    private ContractMethod(MethodInfo method, OperationContractAttribute attribute)
    {
        Method = method;
        Attribute = attribute;
        Name = attribute.Name
            ?? (method.Name.EndsWith(AsyncEnding, StringComparison.Ordinal) ? method.Name[..^AsyncEnding.Length] : method.Name);
        Parameters = [.. method.GetParameters()
            .Select(parameter => (parameter.GetCustomAttribute<MessageParameterAttribute>()?.Name ?? parameter.Name!, parameter.ParameterType))];
        ResultType = ResultOf(method);
    }

    public MethodInfo Method { get; }

    /// <summary>Name of the operation.</summary>
    public string Name { get; }

    /// <summary>Names on the wire and types, in the order of the method's parameters.</summary>
    public IReadOnlyList<(string Name, Type Type)> Parameters { get; }

    /// <summary>T of a Task of T; null for a plain Task.</summary>
    public Type? ResultType { get; }

    /// <summary>Calls the method on an implementation; the task's value is the result, or null for an operation without one.</summary>
    public Func<object, object?[], Task<object?>> Invoke => _invoke ??= CompileCall(Method, ResultType);

    internal OperationContractAttribute Attribute { get; }

    /// <summary>The operations of a contract, sorted by name.</summary>
    public static IReadOnlyList<ContractMethod> Of(Type contract) =>
    [
        .. new[] { contract }.Concat(contract.GetInterfaces())
            .SelectMany(part => part.GetMethods())
            .Select(method => (Method: method, Attribute: method.GetCustomAttribute<OperationContractAttribute>()))
            .Where(x => x.Attribute is not null)
            .Select(x => new ContractMethod(x.Method, x.Attribute!))
            .OrderBy(method => method.Name, StringComparer.Ordinal),
    ];

    private static Type? ResultOf(MethodInfo method)
    {
        if (method.ReturnType == typeof(Task))
        {
            return null;
        }

        if (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(Task<>))
        {
            return method.ReturnType.GenericTypeArguments[0];
        }

        throw new NotSupportedException($"{method.DeclaringType}.{method.Name} must return Task or Task<T>.");
    }

    private static Func<object, object?[], Task<object?>> CompileCall(MethodInfo method, Type? result)
    {
        var service = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object?[]));
        var call = Expression.Call(
            Expression.Convert(service, method.DeclaringType!),
            method,
            method.GetParameters().Select((parameter, i) => Expression.Convert(
                Expression.ArrayIndex(arguments, Expression.Constant(i)), parameter.ParameterType)));
        var await = result is not null
            ? Expression.Call(typeof(ContractMethod), nameof(WithResultAsync), [result], call)
            : Expression.Call(typeof(ContractMethod), nameof(WithoutResultAsync), null, call);
        return Expression.Lambda<Func<object, object?[], Task<object?>>>(await, service, arguments).Compile();
    }

    private static async Task<object?> WithResultAsync<T>(Task<T> call) => await call;

    private static async Task<object?> WithoutResultAsync(Task call)
    {
        await call;
        return null;
    }
}
