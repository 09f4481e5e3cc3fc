namespace Services83.EMail.Engines.Gateway.Identity;

/// <summary>
/// Lets few logins at a time through to a tenant, so that a burst of guesses is noticed before most of it has been tried.
/// </summary>
internal sealed class LogInGate(Tenants tenants) : IDisposable
{
    private const int AtATime = 4;

    private readonly Dictionary<string, SemaphoreSlim> _gates =
        tenants.List.ToDictionary(tenant => tenant.Name, _ => new SemaphoreSlim(AtATime), StringComparer.OrdinalIgnoreCase);

    /// <summary>Runs a login when it is its turn.</summary>
    public async Task<T> PassAsync<T>(Tenant tenant, Func<Task<T>> logIn, CancellationToken cancellationToken)
    {
        var gate = _gates[tenant.Name];
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await logIn();
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        foreach (var gate in _gates.Values)
        {
            gate.Dispose();
        }
    }
}
