using System.Net;
using NUnit.Framework;
using Services83.EMail.Html;

namespace Services83.EMail.Tests.Html;

/// <summary>Every attack in every place leaves only harmless content, which a browser reads as it is written.</summary>
public sealed class AttackTests
{
    private static readonly string[] AddressPlaces =
    [
        "<a href=\"{0}\">x</a>", "<a href='{0}'>x</a>", "<img src=\"{0}\">", "<table background=\"{0}\"><tr><td background='{0}'>x</table>", "<p style=\"background:url('{0}')\">x</p>", "<p style=\"background:url({0})\">x</p>",
    ];

    [Test]
    public void Pieces_in_every_place([ValueSource(typeof(Attacks), nameof(Attacks.Contexts))] string context)
    {
        foreach (var piece in Attacks.Pieces)
        {
            AssertHarmless(context.Replace("{0}", piece, StringComparison.Ordinal));
            AssertHarmless(context.Replace("{0}", WebUtility.HtmlEncode(piece), StringComparison.Ordinal));
        }
    }

    [Test]
    public void Addresses_in_every_place([ValueSource(nameof(AddressPlaces))] string place)
    {
        foreach (var address in Attacks.Addresses)
        {
            AssertHarmless(place.Replace("{0}", address, StringComparison.Ordinal));
        }
    }

    [Test]
    public void Handlers_on_every_element([ValueSource(typeof(Attacks), nameof(Attacks.Hosts))] string host)
    {
        foreach (var handler in Attacks.Handlers)
        {
            AssertHarmless($"<{host} {handler}=alert(1)>x");
            AssertHarmless($"<{host} src=x {handler}=\"alert(1)\">x");
            AssertHarmless($"<{host}/title=a{handler}='javascript:alert(1)'>x");
            AssertHarmless($"<{host} title=\"a\"{handler}=alert(1)>x");
        }
    }

    [Test]
    public void Styles_on_every_element([ValueSource(typeof(Attacks), nameof(Attacks.Hosts))] string host)
    {
        foreach (var style in Attacks.Styles)
        {
            AssertHarmless($"<{host} style=\"{WebUtility.HtmlEncode(style)}\">x");
            AssertHarmless($"<{host} style=\"{style}\">x");
            AssertHarmless($"<{host} style=\"color:red;{WebUtility.HtmlEncode(style)};color:blue\">x");
            AssertHarmless($"<{host} style='{style}'>x");
        }
    }

    [Test]
    public void Nothing_is_loaded_from_elsewhere_if_images_are_blocked()
    {
        foreach (var piece in Attacks.Pieces.Concat(Attacks.Styles.Select(style => $"<p style=\"{style}\">")).Where(piece => piece.Contains("evil.example", StringComparison.Ordinal)))
        {
            // Inside of a link it is no request.
            Assert.That(HtmlCleaner.Clean(piece, RemoteImages.Blocked).Html, Does.Not.Contain("evil.example"), piece);
        }
    }

    /// <summary>Of both kinds, the same after a second cleaning, and the tree of a browser is what is written.</summary>
    internal static void AssertHarmless(string html)
    {
        var blocked = "";
        foreach (var images in Enum.GetValues<RemoteImages>())
        {
            var clean = HtmlCleaner.Clean(html, images).Html;
            if (clean == blocked)
            {
                break;
            }

            blocked = clean;
            if (Harmless.Judge(clean, mayLoad: images == RemoteImages.Kept) is { } wrong)
            {
                throw new AssertionException($"{wrong} in\n{clean}\nof\n{html}");
            }

            var again = HtmlCleaner.Clean(clean, images).Html;
            if (again != clean)
            {
                throw new AssertionException($"Not stable:\n{clean}\n{again}\nof\n{html}");
            }
        }
    }
}
