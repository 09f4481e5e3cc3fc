using System.Collections.Frozen;
using System.Reflection;
using Services83.EMail.Engines.Gateway.Wire;

namespace Services83.EMail.Engines.Gateway.Forwarding;

/// <summary>The gateway engine: forwards every operation of the contract to the tenant. One instance per call.</summary>
#pragma warning disable MA0053 // The framework makes the class that implements the contract from this one.
internal class GatewayAgent : DispatchProxy
#pragma warning restore MA0053
{
    /// <summary>The function that forwards a call, by operation; the task has the type that the method returns.</summary>
    private static readonly FrozenDictionary<GatewayOperation, Func<Forwarder, object?[], Task>> Forwards =
        GatewayOperation.All.ToFrozenDictionary(operation => operation, CompileForward);

    private Forwarder? _forwarder;

    public static IWebEMailAgent Create(Forwarder forwarder)
    {
        var agent = Create<IWebEMailAgent, GatewayAgent>();
        ((GatewayAgent)(object)agent)._forwarder = forwarder;
        return agent;
    }

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args) =>
        Forwards[GatewayOperation.Of(targetMethod!)](_forwarder!, args ?? []);

    private static Func<Forwarder, object?[], Task> CompileForward(GatewayOperation operation)
    {
        if (operation.ResultType is not { } result)
        {
            return (forwarder, arguments) => forwarder.ForwardAsync(operation, arguments);
        }

        var method = typeof(GatewayAgent).GetMethod(nameof(ForwardFor), BindingFlags.NonPublic | BindingFlags.Static)!;
        return method.MakeGenericMethod(result).CreateDelegate<Func<Forwarder, object?[], Task>>(operation);
    }

    private static Task ForwardFor<T>(GatewayOperation operation, Forwarder forwarder, object?[] arguments) => forwarder.ForwardAsync<T>(operation, arguments);
}
