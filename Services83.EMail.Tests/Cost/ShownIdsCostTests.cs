using NUnit.Framework;
using Services83.EMail.Engines.Mailbox.Composing;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cost;

/// <summary>A search for the id of each attachment from each position of a text would take days.</summary>
[Category(Tier.Costs)]
[NonParallelizable]
[CancelAfter(60_000)]
public sealed class ShownIdsCostTests
{
    [TestCase("cid:", "cid:")]
    [TestCase("cid:a", "a")]
    [TestCase("cid:%", "%")]
    [TestCase("cid:=", "=")]
    public void A_text_that_is_made_of_references_is_read_once(string piece, string id) => Growth.AssertLinear(
        4_000,
        n => (Html: Repeated(piece, n), Ids: Enumerable.Repeat(Repeated(id, n) + "x", n)),
        text =>
        {
            var shown = new ShownIds(text.Html);
            Assert.That(text.Ids.Any(shown.Contains), Is.False);
        });

    private static string Repeated(string text, int n) => string.Concat(Enumerable.Repeat(text, n));
}
