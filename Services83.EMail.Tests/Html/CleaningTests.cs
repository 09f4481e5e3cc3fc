using NUnit.Framework;
using Services83.EMail.Html;

namespace Services83.EMail.Tests.Html;

/// <summary>What stays of ordinary mail, and how damaged HTML is closed.</summary>
public sealed class CleaningTests
{
    [TestCase("<p>a <b>b</b></p>")]
    [TestCase("<table width=\"100%\" cellpadding=\"0\"><tbody><tr><td colspan=\"2\" bgcolor=\"#ffffff\" valign=\"top\">x</td></tr></tbody></table>")]
    [TestCase("<p style=\"margin:0 0 10px;color:#336699;font:12px/1.5 Arial,'Segoe UI',sans-serif\">x</p>")]
    [TestCase("<p style=\"margin-left:36pt;text-indent:-18pt\">x</p>")]
    [TestCase("<span style=\"color:rgb(1, 2, 3);background:rgba(0,0,0,.5)\">x</span>", "<span style=\"color:rgb(1, 2, 3);background:rgba(0,0,0,0.5)\">x</span>")]
    [TestCase("<img src=\"cid:logo@x\" alt=\"Logo\" width=\"20\">")]
    [TestCase("<img src=\"data:image/png;base64,iVBORw0=\">")]
    [TestCase("<a href=\"https://a.example/?x=1&amp;y=2\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">x</a>")]
    [TestCase("<ol start=\"3\" type=\"a\"><li value=\"3\">x</li></ol>")]
    [TestCase("&lt;script&gt; &amp;amp;&nbsp;\u00FC \U0001F600")]
    public void What_is_harmless_stays(string html, string? expected = null) => Assert.That(Clean(html), Is.EqualTo(expected ?? html));

    [TestCase("<a href=mailto:a@b.example>x</a>", "href=\"mailto:a@b.example\"")]
    [TestCase("<a href=tel:+4722>x</a>", "href=\"tel:+4722\"")]
    [TestCase("<a href=' HTTPS://a.example/a b'>x</a>", "href=\"https://a.example/a%20b\"")]
    public void A_link_is_written_in_one_form(string html, string expected) => Assert.That(Clean(html), Does.Contain(expected));

    [TestCase("<html><head><title>t</title><style>p{}</style></head>\n<body>\n<p>x</p></body></html>", "<p>x</p>")]
    [TestCase("<body bgcolor=#eeeeee text=black style='font-family:Arial'>x</body>", "<div style=\"color:black;background-color:#eeeeee;font-family:Arial\">x</div>")]
    [TestCase("<!--[if mso]><p>y</p><![endif]--><p>x<o:p></o:p></p><![if !mso]><p>z</p><![endif]>", "<p>x</p><p>z</p>")]
    [TestCase("<form action=/x><label>Name <input name=n value=v></label><button>Go</button></form>", "Name Go")]
    [TestCase("<noscript><p>x</p></noscript>", "<p>x</p>")]
    [TestCase("<plaintext>a<b>c", "a&lt;b&gt;c")]
    [TestCase("a\0b\uFFFFc&#0;&#1;d", "a\uFFFDb\uFFFDc\uFFFDd")]
    public void Documents_become_content(string html, string expected) => Assert.That(Clean(html), Is.EqualTo(expected));

    [TestCase("<p>a<p>b", "<p>a</p><p>b</p>")]
    [TestCase("<p>a<div>b</div>", "<p>a</p><div>b</div>")]
    [TestCase("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>")]
    [TestCase("<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>")]
    [TestCase("<table><tr><td>a<td>b<tr><th>c</table>", "<table><tbody><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></tbody></table>")]
    [TestCase("<b><i>a</b>b</i>c", "<b><i>a</i></b><i>b</i>c")]
    [TestCase("<p><b>a<p>b</b>c", "<p><b>a</b></p><p><b>b</b>c</p>")]
    [TestCase("<font color=red><div>a</font>b</div>c", "<font color=\"red\"><div>ab</div></font>c")]
    [TestCase("<b><table><tr><td>a</b>b</td></tr></table></b>c", "<b><table><tbody><tr><td>ab</td></tr></tbody></table></b>c")]
    [TestCase("<td>a</td></div></p>b", "ab")]
    [TestCase("<table>a<tr>b<td>c</table>", "<table><tbody><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></tbody></table>")]
    [TestCase("<a href=http://a/>x<a href=http://b/>y", "<a href=\"http://a/\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">x</a><a href=\"http://b/\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">y</a>")]
    [TestCase("<h1>a</h2>b", "<h1>a</h1>b")]
    [TestCase("a</br>b", "a<br>b")]
    [TestCase("<p>a<", "<p>a&lt;</p>")]
    [TestCase("<p>a<b title=\"", "<p>a</p>")]
    public void Missing_end_tags_are_added(string html, string expected) => Assert.That(Clean(html), Is.EqualTo(expected));

    [TestCase("<img src=https://a.example/x.png alt=A>", "<img alt=\"A\">", "<img src=\"https://a.example/x.png\" alt=\"A\">")]
    [TestCase("<img src=//a.example/x.png>", "<img>", "<img src=\"https://a.example/x.png\">")]
    [TestCase("<td background=http://a.example/x>", "", "")]
    [TestCase("<p style=\"background:#eee url(http://a.example/x) no-repeat\">x</p>", "<p style=\"background:#eee no-repeat\">x</p>", "<p style=\"background:#eee url('http://a.example/x') no-repeat\">x</p>")]
    public void Remote_images_are_blocked_or_kept(string html, string blocked, string kept)
    {
        var result = HtmlCleaner.Clean(html, RemoteImages.Blocked);

        Assert.That(result.Html, Is.EqualTo(blocked));
        Assert.That(result.HasBlockedImages, Is.True);
        Assert.That(HtmlCleaner.Clean(html, RemoteImages.Kept), Is.EqualTo(new CleanedHtml(kept, HasBlockedImages: false)));
    }

    [Test]
    public void Levels_beyond_those_of_a_browser_are_left_out_and_the_text_stays()
    {
        var html = string.Concat(Enumerable.Repeat("<div>", 5000)) + "x" + string.Concat(Enumerable.Repeat("</div>", 5000)) + "<p>y</p>";

        var clean = Clean(html);

        Assert.That(clean, Does.Contain(">x</div>").And.EndsWith("</div><p>y</p>"));
        Assert.That(clean.Split("<div>"), Has.Length.LessThan(300));
    }

    private static string Clean(string html) => HtmlCleaner.Clean(html, RemoteImages.Blocked).Html;
}
