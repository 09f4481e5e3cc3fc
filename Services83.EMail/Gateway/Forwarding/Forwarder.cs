using Services83.EMail.Gateway.Sync;
using Services83.EMail.Gateway.Upstream;
using Services83.EMail.Identity;

namespace Services83.EMail.Gateway.Forwarding;

/// <summary>Passes the calls of one request on to its tenant.</summary>
internal sealed class Forwarder(
    UpstreamCall call, CallContext context, UpstreamClient client, Timeouts timeouts, SyncAcceptance syncs)
{
    /// <summary>An operation without a result.</summary>
    /// <exception cref="AgentException">The tenant failed or refused.</exception>
    public async Task ForwardAsync(GatewayOperation operation, object?[] arguments)
    {
        if (syncs.Takes(operation.Name))
        {
            await syncs.AcceptAsync((SyncUserAccount[]?)arguments[0], context.Aborted);
            return;
        }

        var request = RequestOf(operation, arguments);
        await client.SendAsync(request, new ResultReader(request.Tenant, operation.Name, mayBeNull: true).NothingAsync, context.Aborted);
    }

    /// <summary>An operation with a result.</summary>
    /// <exception cref="AgentException">The tenant failed or refused.</exception>
    public Task<T> ForwardAsync<T>(GatewayOperation operation, object?[] arguments)
    {
        var request = RequestOf(operation, arguments);
        var reader = new ResultReader(request.Tenant, operation.Name, operation.MayBeNull);
        return client.SendAsync(request, reader.ReadAsync<T>, context.Aborted);
    }

    private UpstreamRequest RequestOf(GatewayOperation operation, object?[] arguments) =>
        new(call.RequireTenant(), call.RequireCredentials(), operation.Name, HttpMethod.Post, operation.PathOf(arguments))
        {
            Body = operation.BodyOf(arguments),
            IsRepeatable = SafeOperations.Contains(operation.Name),
            Timeout = timeouts.Of(operation.Name),
            Accept = operation.Accept,
        };
}
