using System.Text;
using NUnit.Framework;
using Services83.EMail.Html;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cost;

/// <summary>The time for cleaning HTML is proportional to its length, also where a browser's tree grows with its square.</summary>
[Category(Tier.Costs)]
[NonParallelizable]
public sealed class HtmlCostTests
{
    [TestCase("", "<p><b>x", TestName = "Formatting elements that are never closed")]
    [TestCase("<p>", "<font size={0}>", TestName = "Different formatting elements")]
    [TestCase("<font size=1><font size=2><font size=3><i><b><u>", "<p>x", TestName = "Paragraphs within formatting elements")]
    [TestCase("", "<div>", TestName = "Levels")]
    [TestCase("", "</div></b></table>", TestName = "End tags of nothing")]
    [TestCase("<table>", "x<b>", TestName = "Content of a table outside of its cells")]
    [TestCase("", "<table><tr>", TestName = "Tables within tables")]
    [TestCase("<p ", "a{0}=b ", TestName = "Attributes")]
    [TestCase("<p ", "title=b ", TestName = "The same attribute again")]
    [TestCase("<p style=\"", "color:red;", TestName = "Declarations")]
    [TestCase("", "<p style='color:rgb(1,2,3);font:12px \"x\"'>", TestName = "Styles")]
    [TestCase("", "a</x>", TestName = "Unknown end tags")]
    [TestCase("", "<!-- x -->a", TestName = "Comments")]
    [TestCase("", "&amp;&lt;&#{0};&nosuch", TestName = "Character references")]
    [TestCase("", "<script><!--", TestName = "A script that is not closed")]
    [TestCase("", "<a href=http://x/{0}><div>", TestName = "Links within links")]
    [TestCase("<img src='data:image/png;base64,", "AAAA\n", TestName = "An image in many lines")]
    public void Html_costs_in_proportion(string start, string piece) =>
        Growth.AssertLinear(
            10_000,
            n =>
            {
                var text = new StringBuilder(start);
                for (var i = 0; i < n; i++)
                {
                    text.Append(piece.Replace("{0}", $"{i}", StringComparison.Ordinal));
                }

                return text.ToString();
            },
            html => Assert.That(HtmlCleaner.Clean(html, RemoteImages.Kept).Html, Has.Length.LessThan((7 * html.Length) + 20_000)));
}
