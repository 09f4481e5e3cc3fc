using System.Globalization;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Engines.Gateway.Wire;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Gateway.Forwarding;

/// <summary>The associates of the tenant, which decides whom the caller may see.</summary>
internal sealed class GatewayAssociates(UpstreamCall call, CallContext context, UpstreamClient client, Timeouts timeouts) : IAssociateLookup
{
    private const string Operation = "GetAssociate";

    public async Task<Associate> GetAsync(int associateId)
    {
        var tenant = call.RequireTenant();
        var request = new UpstreamRequest(
            tenant, call.RequireCredentials(), Operation, HttpMethod.Post,
            string.Create(CultureInfo.InvariantCulture, $"api/v1/Agents/Associate/{Operation}?associateId={associateId}"))
        {
            IsRepeatable = true,
            Timeout = timeouts.Of(Operation),
            Language = context.Language,
            Culture = context.Culture,
        };
        return await client.SendAsync<Associate?>(request, new ResultReader(tenant, Operation, mayBeNull: true).ReadAsync<Associate?>, context.Aborted)
            ?? throw new EntityNotFoundException($"There is no associate {associateId} that you may see.", "associateId", $"{associateId}");
    }
}
