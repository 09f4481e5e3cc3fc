using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Services83.EMail.Html;

namespace Services83.EMail.Tests.Html;

/// <summary>Properties that hold for any text. <c>HTML_FUZZ_DOCUMENTS</c> sets the number of documents, <c>HTML_FUZZ_SEED</c> the first
/// seed.</summary>
public sealed partial class RandomHtmlTests
{
    private const int OrdinaryRun = 1_000;

    private static readonly string[] Names =
        ("a b i font p div span table tbody tr td th caption colgroup col ul ol li dl dt dd h1 h2 pre blockquote center br hr img "
            + "script style title textarea svg math mtext foreignObject noscript select option template form input body html head iframe x o:p").Split(' ');

    private static readonly string[] Scraps =
        ["<", ">", "\"", "'", "=", "/", "&", "&lt", "&#", "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<?", "\0", "\n", "\t", " ", "`", "\\", "\uFFFF", "\uD800", "x", "text", "</", "&nbsp;", "\u00A0", "javascript:", "style=", ";", ":"];

    [Test]
    public void Any_text_becomes_harmless_and_stable()
    {
        var random = new Random(Setting("HTML_FUZZ_SEED", 83));
        for (var count = Setting("HTML_FUZZ_DOCUMENTS", OrdinaryRun); count > 0; count--)
        {
            AttackTests.AssertHarmless(Document(random));
        }
    }

    [Test]
    public void A_browser_builds_the_tree_that_is_written()
    {
        var random = new Random(Setting("HTML_FUZZ_SEED", 84));
        for (var count = Setting("HTML_FUZZ_DOCUMENTS", OrdinaryRun); count > 0; count--)
        {
            var html = Document(random);
            var clean = HtmlCleaner.Clean(html, RemoteImages.Blocked).Html;

            // The tree does not have the first line end of a pre, and its text has it only before another one.
            Assert.That(Harmless.Tree(clean), Is.EqualTo(FirstLineEnd().Replace(clean, "$1").Replace("&#96;", "`", StringComparison.Ordinal)), html);
        }
    }

    [Test]
    public void No_word_of_a_person_is_lost()
    {
        var random = new Random(Setting("HTML_FUZZ_SEED", 85));
        var visible = Names.Except("script style title iframe svg math select template x".Split(' ')).ToArray();
        for (var count = Setting("HTML_FUZZ_DOCUMENTS", OrdinaryRun); count > 0; count--)
        {
            var html = new StringBuilder();
            for (var i = 0; i < 30; i++)
            {
                html.Append('<').Append(random.Next(3) == 0 ? "/" : "").Append(visible[random.Next(visible.Length)]).Append($">w{i}.");
            }

            var clean = HtmlCleaner.Clean(html.ToString(), RemoteImages.Blocked).Html;
            Assert.That(Enumerable.Range(0, 30).All(i => clean.Contains($"w{i}.", StringComparison.Ordinal)), Is.True, html.ToString());
        }
    }

    private static string Document(Random random)
    {
        var html = new StringBuilder();
        for (var pieces = random.Next(1, 40); pieces > 0; pieces--)
        {
            html.Append(random.Next(10) switch
            {
                < 4 => StartTag(random),
                < 6 => $"</{Pick(random, Names)}>",
                6 => Pick(random, Attacks.Pieces),
                7 => Pick(random, Scraps),
                8 => "word",
                _ => Pick(random, Attacks.Contexts).Replace("{0}", Pick(random, Scraps), StringComparison.Ordinal),
            });
        }

        if (random.Next(4) == 0 && html.Length > 2)
        {
            html.Remove(random.Next(html.Length), 1).Insert(random.Next(html.Length), Pick(random, Scraps));
        }

        return html.ToString();
    }

    private static string StartTag(Random random)
    {
        var attributes = random.Next(6) switch
        {
            0 => $" style=\"{Pick(random, Attacks.Styles)}\"",
            1 => $" href='{Pick(random, Attacks.Addresses)}'",
            2 => $" src=\"{Pick(random, Attacks.Addresses)}\" {Pick(random, Attacks.Handlers)}=alert(1)",
            3 => $" title={Pick(random, Scraps)}",
            _ => "",
        };
        return $"<{Pick(random, Names)}{attributes}>";
    }

    [GeneratedRegex("(<pre[^>]*>)\n(?!\n)", RegexOptions.None, 60_000)]
    private static partial Regex FirstLineEnd();

    private static string Pick(Random random, string[] all) => all[random.Next(all.Length)];

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
