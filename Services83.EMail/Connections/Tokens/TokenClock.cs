using Services83.EMail.Storage;
using Services83.EMail.Storage.Consents;

namespace Services83.EMail.Connections.Tokens;

/// <summary>
/// When a token is renewed. Providers say how long a token can be used and not until when, so their clocks do not matter.
/// </summary>
/// <param name="time">This program's clock.</param>
/// <param name="random">A number from 0 to 1.</param>
public sealed class TokenClock(TimeProvider time, Func<double> random)
{
    /// <summary>A token is not used in its last moments: it would end on its way to the mail server.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LongestLead = TimeSpan.FromMinutes(10);

    /// <summary>From when on the token is renewed, and until when it is used.</summary>
    /// <param name="life">How long it can be used from now on.</param>
    /// <remarks>Renewals begin a fifth of the life before its end, at most ten minutes, and vary by a quarter of that in both directions, so
    /// that tokens which were issued together are not renewed together.</remarks>
    public (DateTimeOffset RenewAt, DateTimeOffset ExpiresAt) Plan(TimeSpan life)
    {
        var now = time.GetUtcNow();
        var margin = life / 10 < Margin ? life / 10 : Margin;
        var lead = life / 5 < LongestLead ? life / 5 : LongestLead;
        return (now + life - margin - (lead * (0.75 + (random() / 2))), now + life - margin);
    }

    public NewTokens ToStore(IssuedToken issued, Secret? before)
    {
        var (renewAt, expiresAt) = Plan(issued.Life);
        var grant = issued.Grant ?? before ?? throw new TokenException(TokenFailure.Settings, "The provider issued nothing to renew the token with.");
        return new NewTokens(grant, issued.AccessToken, renewAt, expiresAt);
    }
}
