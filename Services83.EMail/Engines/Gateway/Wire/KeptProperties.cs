using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Gateway.Wire;

/// <summary>
/// The properties of an account that a tenant stores and the caller did not give, because Services83 does not have them, such as the folder for sent mail. A client that saves an
/// account would erase them; so the gateway reads them first and sends them back.
/// </summary>
internal sealed class KeptProperties(UpstreamCall call, CallContext context, UpstreamClient client, Timeouts timeouts)
{
    private static readonly GatewayOperation Read = GatewayOperation.Of(nameof(IEMailAgent.GetEMailAccountAsync));

    private static readonly Dictionary<string, JsonPropertyInfo> Known =
        GatewayJson.Reading.GetTypeInfo(typeof(EMailAccount)).Properties.ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);

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
        return [.. (stored ?? []).Where(property => !Says(account, property.Key)).Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone()))];
    }

    /// <summary>Whether the caller gives the property: always for those of Services83, and for the newer ones if it has a value.</summary>
    private static bool Says(EMailAccount account, string name) => Known.TryGetValue(name, out var property)
        && (property.AttributeProvider is not MemberInfo member || !member.IsDefined(typeof(WebApiMemberAttribute)) || (property.Get!(account) is { } value && !value.Equals(default(DateTime))));
}
