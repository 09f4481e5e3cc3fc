using System.Reflection;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Contract;

/// <summary>Which types a contract puts on the wire, found by reflection over its operations and header blocks.</summary>
internal static class WireTypes
{
    public static IReadOnlyCollection<Type> Of(Type contract)
    {
        var headers = contract.GetCustomAttribute<MessageHeadersAttribute>()!;
        var operations = ContractMethods.Of(contract);
        return operations.SelectMany(Arguments).Concat(operations.SelectMany(Results)).Select(part => part.Type)
            .Concat(Headers(headers.Request).Concat(Headers(headers.Response)).Select(property => property.PropertyType))
            .ToHashSet();
    }

    /// <summary>The parts of a request's body.</summary>
    public static IEnumerable<(string Name, Type Type)> Arguments(MethodInfo operation) =>
        operation.GetParameters().Select(parameter =>
            (parameter.GetCustomAttribute<MessageParameterAttribute>()!.Name, parameter.ParameterType));

    /// <summary>The parts of a reply's body: one, none, or those of a message contract.</summary>
    public static IEnumerable<(string Name, Type Type)> Results(MethodInfo operation)
    {
        if (operation.ReturnType == typeof(Task))
        {
            return [];
        }

        var result = operation.ReturnType.GetGenericArguments().Single();
        if (result.GetCustomAttribute<MessageContractAttribute>() is null)
        {
            return [(operation.ReturnParameter.GetCustomAttribute<MessageParameterAttribute>()!.Name, result)];
        }

        return result.GetProperties()
            .OrderBy(property => property.GetCustomAttribute<MessageBodyMemberAttribute>()!.Order)
            .Select(property => (property.Name, property.PropertyType));
    }

    public static IEnumerable<PropertyInfo> Headers(Type holder) =>
        holder.GetProperties().Where(property => property.IsDefined(typeof(MessageHeaderAttribute)));
}
