using Services83.EMail.Engines.Gateway.Upstream;

namespace Services83.EMail.Engines.Gateway;

/// <summary>What the gateway knows of a call beside its parameters. One per call, filled on its way in.</summary>
public sealed class UpstreamCall
{
    /// <summary>Which tenant the address names; null for none that is known.</summary>
    public Tenant? Tenant { get; set; }

    /// <summary>What to prove to the tenant who calls; null until the client has brought something.</summary>
    public UpstreamCredentials? Credentials { get; set; }

    /// <summary>The tenant, or the error that the client is to see.</summary>
    /// <exception cref="InvalidArgumentException">The address names none.</exception>
    public Tenant RequireTenant() => Tenant ?? throw new InvalidArgumentException(
        "address",
        "The address names no tenant. Put its name in front, as in /Cust12345/Remote/Services83/EMail.svc, or let the operator set Gateway:BaseAddress.");

    /// <summary>The proof, or the error that the client is to see.</summary>
    /// <exception cref="NotAuthenticatedException">The client brought none.</exception>
    public UpstreamCredentials RequireCredentials() =>
        Credentials ?? throw new NotAuthenticatedException("This operation needs a valid ticket in the Credentials header.");
}
