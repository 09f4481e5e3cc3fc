using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

/// <summary>
/// Sends the requests that a real WCF host received when it was recorded, and compares the answers. An answer that is neither equal nor
/// listed in <see cref="Better"/> fails; docs/soap-wire-decisions.md gives the reason for each listed one.
/// </summary>
[Category(Tier.Engines)]
[TestFixture]
internal sealed class WireReplayTests : EMailEndpointTests
{
    /// <summary>Recordings that are answered otherwise on purpose: the status, and what the answer must contain.</summary>
    private static readonly Dictionary<string, (int Status, string Content)> Better = new(StringComparer.Ordinal)
    {
        // Encodings and content types that WCF does not read.
        ["05"] = (200, "ann"), ["06"] = (200, "ann"), ["08"] = (200, "ann"), ["11"] = (200, "ann"), ["15"] = (200, "ann"),
        ["16"] = (200, "æ"), ["21"] = (200, "ann"), ["24"] = (200, "ann"), ["25"] = (200, "ann"), ["28"] = (200, "ann"),
        ["29"] = (200, "ann"), ["241"] = (200, "ann"),
        // The body names the operation where no action does; the same action twice is one.
        ["35"] = (200, "ann"), ["36"] = (200, "ann"), ["37"] = (200, "ann"), ["44"] = (200, "ann"),
        // SOAP 1.2 at the same address; the published sample.
        ["45"] = (200, "ann"), ["46"] = (200, "ann"), ["114"] = (200, "SyncEmailAccountsResponse"),
        ["115"] = (200, "SyncEmailAccountsResponse"), ["116"] = (200, "1234567-1234-9876"),
        // Faults that say what is wrong instead of InternalServiceFault or an empty reply.
        ["39"] = (500, "a:DeserializationFailed"), ["47"] = (500, "s:VersionMismatch"), ["243"] = (500, "s:VersionMismatch"),
        ["90"] = (500, "s:MustUnderstand"), ["91"] = (500, "s:MustUnderstand"), ["96"] = (500, "s:MustUnderstand"),
        ["101"] = (500, "s:MustUnderstand"), ["108"] = (400, "Only text"), ["109"] = (500, "a:DeserializationFailed"),
        ["118"] = (500, "a:DeserializationFailed"), ["119"] = (500, "a:DeserializationFailed"), ["120"] = (500, "a:DeserializationFailed"),
        ["263"] = (500, "occurs twice"), ["264"] = (500, "must not be missing"), ["268"] = (500, "a:DeserializationFailed"),
        // Header blocks for someone else, and of WS-Addressing.
        ["95"] = (200, "ann"), ["100"] = (200, "ann"),
        // Known members are never dropped silently: they are read if possible, otherwise the reply is a fault.
        ["127"] = (200, "\"AccountId\":1,\"AssociateName\":\"ann\""), ["128"] = (200, "\"AccountId\":1,\"AssociateName\":\"ann\""),
        ["135"] = (200, "\"Mask\":1"), ["262"] = (200, "\"Mask\":1"), ["265"] = (200, "\"k\""), ["174"] = (200, "\"ServerName\":\""),
        ["104"] = (500, "'ApplicationToken'"), ["122"] = (500, "'SyncUserAccounts'"), ["125"] = (500, "occurs twice"),
        ["132"] = (500, "occurs twice"), ["133"] = (500, "'AccountId'"), ["142"] = (500, "'Foo'"), ["143"] = (500, "'SyncUserAccount'"),
        ["173"] = (500, "Serialization/Arrays"),
        // A nil number is read as a missing one.
        ["144"] = (200, "\"AccountId\":0"),
        // References to characters that XML forbids come back as U+FFFD.
        ["69"] = (200, "SyncEmailAccountsResponse"),
        // Methods and paths.
        ["203"] = (404, ""), ["207"] = (404, ""), ["211"] = (200, ""), ["212"] = (200, ""), ["213"] = (405, ""), ["214"] = (405, ""),
        ["215"] = (204, ""), ["216"] = (405, ""), ["217"] = (404, ""),
    };

    private static IEnumerable<TestCaseData> Cases => WireCase.All().Select(wire => new TestCaseData(wire).SetArgDisplayNames(wire.Title));

    [TestCaseSource(nameof(Cases))]
    public async Task It_is_answered_as_decided(WireCase wire)
    {
        var actual = WireAnswer.Parse(await RawClient.SendAsync(Host.BaseAddress, wire.Request, TestContext.CurrentContext.CancellationToken));

        Assert.That(Complaint(wire, actual), Is.Null, actual.Body);
    }

    [Test]
    public void Each_decision_is_about_one_of_them() =>
        Assert.That(Better.Keys, Is.SubsetOf(WireCase.All().Select(wire => wire.Number)));

    [Test]
    public void They_are_all_there() => Assert.That(WireCase.All(), Has.Count.EqualTo(211));

    private static string? Complaint(WireCase wire, WireAnswer actual)
    {
        if (Better.TryGetValue(wire.Number, out var better))
        {
            return actual.Status == better.Status && actual.Body.Contains(better.Content, StringComparison.Ordinal) ? null : $"expected {better}";
        }

        if (actual.Status != wire.Status)
        {
            return $"expected status {wire.Status}, was {actual.Status}";
        }

        return wire.Reply.Length == 0 || actual.Essence == wire.Reply ? null : $"expected\n{wire.Reply}\n";
    }
}
