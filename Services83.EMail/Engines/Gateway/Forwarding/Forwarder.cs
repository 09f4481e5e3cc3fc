using System.Text.Json.Nodes;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Engines.Gateway.Wire;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Gateway.Forwarding;

/// <summary>Forwards the calls of one request to its tenant.</summary>
internal sealed class Forwarder(
    UpstreamCall call, CallContext context, UpstreamClient client, Timeouts timeouts, SyncAcceptance syncs, KeptProperties kept)
{
    private const string SaveAccount = "SaveEMailAccount";
    private const string ExtraInfoHeader = "SO-ExtraInfo-";

    /// <summary>Forwards an operation without a result.</summary>
    /// <exception cref="AgentException">The tenant failed or refused.</exception>
    public async Task ForwardAsync(GatewayOperation operation, object?[] arguments)
    {
        if (syncs.Takes(operation.Name))
        {
            await syncs.AcceptAsync((SyncUserAccount[]?)arguments[0], context.Aborted);
            return;
        }

        var request = RequestOf(operation, arguments, more: null);
        await SendAsync(request, new ResultReader(request.Tenant, operation.Name, mayBeNull: true).NothingAsync);
    }

    /// <summary>Forwards an operation with a result.</summary>
    /// <exception cref="AgentException">The tenant failed or refused.</exception>
    public async Task<T> ForwardAsync<T>(GatewayOperation operation, object?[] arguments)
    {
        var more = operation.Name == SaveAccount ? await kept.OfAsync((EMailAccount?)arguments[0]) : null;
        var request = RequestOf(operation, arguments, more);
        return await SendAsync(request, new ResultReader(request.Tenant, operation.Name, operation.MayBeNull).ReadAsync<T>);
    }

    private Task<T> SendAsync<T>(UpstreamRequest request, ReplyReader<T> read) => client.SendAsync(
        request,
        (response, body, cancellationToken) =>
        {
            TakeExtraInfo(response);
            return read(response, body, cancellationToken);
        },
        context.Aborted);

    /// <summary>What this program's own web API returns in addition to its results; SuperOffice's web API has nothing of this
    /// kind.</summary>
    private void TakeExtraInfo(HttpResponseMessage response)
    {
        foreach (var (name, values) in response.Headers.Where(header => header.Key.StartsWith(ExtraInfoHeader, StringComparison.OrdinalIgnoreCase)))
        {
            context.ExtraInfo[name[ExtraInfoHeader.Length..]] = Uri.UnescapeDataString(string.Join(", ", values));
        }
    }

    private UpstreamRequest RequestOf(GatewayOperation operation, object?[] arguments, JsonObject? more) =>
        new(call.RequireTenant(), call.RequireCredentials(), operation.Name, HttpMethod.Post, operation.PathOf(arguments))
        {
            Body = operation.BodyOf(arguments, more),
            IsRepeatable = SafeOperations.Contains(operation.Name),
            Timeout = timeouts.Of(operation.Name),
            Accept = operation.Accept,
            Language = context.Language,
            Culture = context.Culture,
        };
}
