using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Engines.Gateway.Wire;

namespace Services83.EMail.Engines.Gateway.Identity;

/// <summary>Reads a caller's principal from a tenant, which also shows whether the tenant accepts the credentials.</summary>
internal sealed class PrincipalReader(UpstreamClient client, Timeouts timeouts)
{
    public const string Operation = "currentPrincipal";

    /// <exception cref="UpstreamException">The tenant refuses the credentials, or failed.</exception>
    public Task<SoPrincipalCarrier> ReadAsync(Tenant tenant, UpstreamCredentials credentials, CancellationToken cancellationToken)
    {
        // Not repeated: a few wrong passwords lock a user out.
        var request = new UpstreamRequest(tenant, credentials, Operation, HttpMethod.Get, "api/v1/User/" + Operation)
        {
            Timeout = timeouts.Of(Operation),
        };
        return client.SendAsync(request, new ResultReader(tenant, Operation, mayBeNull: false).ReadAsync<SoPrincipalCarrier>, cancellationToken);
    }
}
