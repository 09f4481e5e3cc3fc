using Services83.EMail.Engines.Gateway.Upstream;

namespace Services83.EMail.Engines.Gateway;

/// <summary>What the gateway knows about a call in addition to its parameters. One per call, filled before the call is forwarded.</summary>
public sealed class UpstreamCall
{
    /// <summary>The tenant that the address names; null when it names no known one.</summary>
    public Tenant? Tenant { get; set; }

    /// <summary>The credentials for the tenant; null until the client has sent some.</summary>
    public UpstreamCredentials? Credentials { get; set; }

    /// <summary>The tenant, or the error for the client.</summary>
    /// <exception cref="InvalidArgumentException">The address names none.</exception>
    public Tenant RequireTenant() => Tenant ?? throw new InvalidArgumentException(
        "address",
        "The address names no tenant. Put the tenant's name at its start, as in /Cust12345/Remote/Services83/EMail.svc, or let the operator set Gateway:BaseAddress.");

    /// <summary>The credentials, or the error for the client.</summary>
    /// <exception cref="NotAuthenticatedException">The client sent none.</exception>
    public UpstreamCredentials RequireCredentials() =>
        Credentials ?? throw new NotAuthenticatedException("This operation needs a valid ticket in the Credentials header.");
}
