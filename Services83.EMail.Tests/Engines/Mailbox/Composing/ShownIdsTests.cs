using NUnit.Framework;
using Services83.EMail.Engines.Mailbox.Composing;

namespace Services83.EMail.Tests.Engines.Mailbox.Composing;

[CancelAfter(60_000)]
public sealed class ShownIdsTests
{
    [TestCase("<img src='cid:logo@1'>", "logo@1", true)]
    [TestCase("<img src=\"CID:LOGO@1\">", "logo@1", true)]
    [TestCase("<img src='cid:logo@12'>", "logo@1", false)]
    [TestCase("<td style='background:url(cid:a)'>", "a", true)]
    [TestCase("<img src='cid:a%20b'>", "a b", true)]
    [TestCase("<img src='cid:a(b)&c'>", "a(b)&c", true)]
    [TestCase("cid:a,cid:b;", "b", true)]
    [TestCase("cid:", "a", false)]
    [TestCase("<img src='cid:a'>", "", false)]
    public void An_attachment_is_shown_when_the_text_names_its_id(string html, string id, bool expected) =>
        Assert.That(new ShownIds(html).Contains(id), Is.EqualTo(expected));

    /// <summary>Looking for each id from each place would take days.</summary>
    [TestCase("cid:", "cid:")]
    [TestCase("cid:a", "a")]
    [TestCase("cid:%", "%")]
    [TestCase("cid:=", "=")]
    public void A_text_that_is_made_of_references_is_read_once(string piece, string id)
    {
        var html = string.Concat(Enumerable.Repeat(piece, 5_000_000));
        var shown = new ShownIds(html);
        Assert.That(Enumerable.Range(0, 1000).Any(_ => shown.Contains(string.Concat(Enumerable.Repeat(id, 2_000_000)) + "x")), Is.False);
    }
}
