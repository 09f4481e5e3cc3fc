using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.Html;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Html;

/// <summary>All attacks in a real browser, in the page itself and by <c>innerHTML</c>: cleaned, nothing runs, nothing is loaded, and nothing
/// leaves its place.</summary>
[Category(Tier.Clients)]
[CancelAfter(180_000)]
public sealed class BrowserTests
{
    private const string Evil = "evil.example";
    private const string Ran = "/ran";

    private static readonly string[] Cases =
    [
        .. Attacks.Contexts.SelectMany(context => Attacks.Pieces.Select(piece => context.Replace("{0}", piece, StringComparison.Ordinal))),
        .. Attacks.Styles.Select(style => $"<p style=\"{style}\">x</p>"),
        .. Attacks.Addresses.SelectMany(address => new[] { $"<a href=\"{address}\">x</a>", $"<img src=\"{address}\">" }),
        .. Attacks.Hosts.SelectMany(host => Attacks.Handlers.Select(handler => $"<{host} src=x {handler}=alert(1)>x")),
    ];

    /// <summary>Whatever listens to an event is told of it.</summary>
    private const string Script = """
        for (const e of document.querySelectorAll('[data-inner]')) e.innerHTML = JSON.parse(e.dataset.inner);
        for (const e of document.querySelectorAll('*'))
            for (const type of ['mouseover', 'focus', 'error', 'load', 'pointerenter', 'wheel', 'toggle', 'animationstart'])
                try { e.dispatchEvent(new Event(type)); } catch { }
        setTimeout(() => fetch('/ready', { method: 'POST', body: JSON.stringify({
            cases: document.querySelectorAll('body > div[data-case]').length,
            outside: [...document.body.childNodes].filter(n => n.nodeType === 3 ? n.data.trim() : !n.dataset.case && n.tagName !== 'SCRIPT').length,
            fixed: [...document.querySelectorAll('[data-case] *')].filter(e => ['fixed', 'absolute', 'sticky'].includes(getComputedStyle(e).position)).length,
        }) }), 500);
        """;

    [OneTimeSetUp]
    public void RequireBrowser() => Requires.Chromium();

    [Test]
    public async Task Cleaned_attacks_do_nothing(CancellationToken cancellationToken)
    {
        var cleaned = Cases.Select(html => HtmlCleaner.Clean(html, RemoteImages.Blocked).Html).Where(html => html.Length > 0).Distinct().ToArray();
        var (requests, report) = await VisitAsync(cleaned, cancellationToken);

        Assert.That(cleaned, Has.Length.GreaterThan(500));
        Assert.That(requests.Except(["page.example/", "page.example/ready", "page.example/favicon.ico"]), Is.Empty);
        Assert.That(report.GetProperty("cases").GetInt32(), Is.EqualTo(2 * cleaned.Length));
        Assert.That(report.GetProperty("outside").GetInt32(), Is.Zero);
        Assert.That(report.GetProperty("fixed").GetInt32(), Is.Zero);
    }

    /// <summary>Otherwise the test above would prove nothing.</summary>
    [Test]
    public async Task The_same_attacks_work_if_they_are_not_cleaned(CancellationToken cancellationToken)
    {
        var (requests, report) = await VisitAsync(["<img src=x onerror=alert(1)>", "<p style='position:fixed;background:url(//evil.example/y)'>x</p>", "</div>x"], cancellationToken);

        Assert.That(requests, Does.Contain("page.example" + Ran).And.Contain(Evil + "/y"));
        Assert.That(report.GetProperty("fixed").GetInt32(), Is.Positive);
        Assert.That(report.GetProperty("outside").GetInt32(), Is.Positive);
    }

    private static async Task<(string[] Requests, JsonElement Report)> VisitAsync(string[] fragments, CancellationToken cancellationToken)
    {
        await using var site = await PageServer.StartAsync(path => path == "/" ? (Page(fragments), "text/html; charset=utf-8") : null, cancellationToken);
        await Chromium.VisitAsync(new Uri("http://page.example/"), site.Url.Port, site.Report, cancellationToken);
        return ([.. site.Requests.Distinct()], JsonDocument.Parse(await site.Report).RootElement);
    }

    private static string Page(string[] fragments)
    {
        var page = new StringBuilder($"<!DOCTYPE html><title>t</title><script>window.alert = () => fetch('{Ran}')</script><body>");
        foreach (var fragment in fragments)
        {
            page.Append("<div data-case=1>").Append(fragment).Append("</div>\n");
            page.Append("<div data-case=1 data-inner=\"").Append(System.Net.WebUtility.HtmlEncode(JsonSerializer.Serialize(fragment))).Append("\"></div>\n");
        }

        return page.Append("<script>").Append(Script).Append("</script>").ToString();
    }
}
