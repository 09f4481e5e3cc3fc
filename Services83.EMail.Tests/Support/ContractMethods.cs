using System.Reflection;
using Services83.EMail.Soap.Description;

namespace Services83.EMail.Tests.Support;

/// <summary>The operations of a contract with those of its parts, which <see cref="Type.GetMethods()"/> of an interface leaves out.</summary>
internal static class ContractMethods
{
    private const string Suffix = "Async";

    private static readonly Dictionary<string, MethodInfo> ByName = Of(typeof(IWebEMailAgent)).ToDictionary(NameOf);

    /// <summary>Sorted by name.</summary>
    public static IReadOnlyList<MethodInfo> Of(Type contract) => [.. ContractMethod.Of(contract).Select(operation => operation.Method)];

    /// <summary>Names of the operations of <see cref="IEMailAgent"/>, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Of(typeof(IEMailAgent)).Select(NameOf)];

    /// <summary>Names of the operations of <see cref="IWebEMailAgent"/>, sorted.</summary>
    public static IReadOnlyList<string> WebNames { get; } = [.. ByName.Keys];

    public static MethodInfo Find(string operation) => ByName[operation];

    public static string NameOf(MethodInfo method) => method.Name[..^Suffix.Length];
}
