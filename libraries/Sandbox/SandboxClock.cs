namespace Services83.EMail.Sandbox;

/// <summary>A clock that stands still, so that generated and delivered mail has the same dates each time.</summary>
public sealed class SandboxClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
}
