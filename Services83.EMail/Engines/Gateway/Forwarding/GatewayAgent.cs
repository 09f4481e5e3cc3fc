using System.Reflection;

namespace Services83.EMail.Engines.Gateway.Forwarding;

/// <summary>The gateway engine: every operation of the contract is passed on to the tenant. One instance per call.</summary>
#pragma warning disable MA0053 // The framework makes the class that implements the contract from this one.
internal class GatewayAgent : DispatchProxy
#pragma warning restore MA0053
{
    private Forwarder? _forwarder;

    public static IEMailAgent Create(Forwarder forwarder)
    {
        var agent = Create<IEMailAgent, GatewayAgent>();
        ((GatewayAgent)(object)agent)._forwarder = forwarder;
        return agent;
    }

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args) =>
        GatewayOperation.Of(targetMethod!).Forward(_forwarder!, args ?? []);
}
