using NUnit.Framework;

namespace Services83.EMail.Tests.Connections.Tokens;

/// <summary>The clock of this machine and that of the provider differ.</summary>
/// <param name="minutes">By how much ours is ahead.</param>
[TestFixture(-4)]
[TestFixture(4)]
[CancelAfter(60_000)]
public sealed class ClockSkewTests(int minutes) : TokenFixture
{
    protected override TimeSpan Skew => TimeSpan.FromMinutes(minutes);

    [Test]
    public async Task A_token_is_taken_and_renewed_by_the_time_that_has_passed_here()
    {
        var (account, token) = await ConsentedAsync("jwt", "user013");

        Time.Advance(TimeSpan.FromMinutes(40));
        var same = await TokenAsync(account, "user013");
        Time.Advance(TimeSpan.FromMinutes(18));
        var next = await TokenAsync(account, "user013");

        Assert.That(same.Reveal(), Is.EqualTo(token.Reveal()));
        Assert.That(next.Reveal(), Is.Not.EqualTo(token.Reveal()));
        Assert.That(await RequestsAsync(), Is.EqualTo(1));
    }
}
