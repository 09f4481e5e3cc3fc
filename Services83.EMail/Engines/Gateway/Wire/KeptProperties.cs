using System.Text.Json.Nodes;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Gateway.Wire;

/// <summary>
/// The properties of an account that a tenant stores and Services83 does not have, such as the folder for sent mail. A client that saves an
/// account would erase them; so the gateway reads them first and sends them back.
/// </summary>
internal sealed class KeptProperties(UpstreamCall call, CallContext context, UpstreamClient client, Timeouts timeouts)
{
    private static readonly GatewayOperation Read = GatewayOperation.Of(nameof(IEMailAgent.GetEMailAccountAsync));

    private static readonly HashSet<string> Known = new(
        GatewayJson.Reading.GetTypeInfo(typeof(EMailAccount)).Properties.Select(property => property.Name), StringComparer.OrdinalIgnoreCase);

    /// <returns>The properties by name; empty for a new account.</returns>
    /// <exception cref="UpstreamException">The tenant refuses, or failed; nothing is saved then.</exception>
    public async Task<JsonObject> OfAsync(EMailAccount? account)
    {
        if (account is null or { EMailAccountId: 0 })
        {
            return [];
        }

        object?[] arguments = [account.EMailAccountId];
        var request = new UpstreamRequest(call.RequireTenant(), call.RequireCredentials(), Read.Name, HttpMethod.Post, Read.PathOf(arguments))
        {
            Body = Read.BodyOf(arguments),
            IsRepeatable = true,
            Timeout = timeouts.Of(Read.Name),
        };
        var stored = await client.SendAsync(request, new ResultReader(request.Tenant, Read.Name, mayBeNull: true).ReadAsync<JsonObject?>, context.Aborted);
        return [.. (stored ?? []).Where(property => !Known.Contains(property.Key)).Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone()))];
    }
}
