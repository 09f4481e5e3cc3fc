using Services83.EMail.Background;

namespace Services83.EMail.Engines.Gateway.Identity;

/// <summary>
/// Limits the simultaneous logins at a tenant, so that a burst of guesses is stopped before most of them are tried.
/// </summary>
internal sealed class LogInGate
{
    private const int AtATime = 4;

    private readonly KeyedGate<string> _tenants = new(AtATime, StringComparer.OrdinalIgnoreCase);

    /// <summary>Runs a login when it is its turn.</summary>
    public async Task<T> PassAsync<T>(Tenant tenant, Func<Task<T>> logIn, CancellationToken cancellationToken)
    {
        using var turn = await _tenants.EnterAsync(tenant.Name, cancellationToken);
        return await logIn();
    }
}
