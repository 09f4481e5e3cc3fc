using System.Buffers;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Services83.EMail.Tests.Html;

/// <summary>Judges cleaned HTML by the tree that a browser's algorithm builds from it, with a list of its own.</summary>
internal static partial class Harmless
{
    private static readonly HashSet<string> Elements = new(
        ("a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn dir div dl dt em "
            + "figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark menu nav ol p pre q s samp section small "
            + "span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr").Split(' '),
        StringComparer.Ordinal);

    private static readonly HashSet<string> Attributes = new(
        ("abbr align alt background bgcolor border bordercolor cellpadding cellspacing clear color colspan datetime dir face frame height href "
            + "hspace lang noshade nowrap rel reversed rowspan rules scope size span src start style summary target title type valign value vspace width").Split(' '),
        StringComparer.Ordinal);

    private static readonly SearchValues<char> Special = SearchValues.Create(";():\\@{}<>\"!");

    private static readonly string[] Forbidden = ["position", "z-index", "behavior", "transform", "animation", "transition", "filter", "content", "cursor"];

    /// <returns>What is wrong with it; null if nothing is.</returns>
    public static string? Judge(string html, bool mayLoad = false)
    {
        var document = new HtmlParser(new HtmlParserOptions { IsScripting = true }).ParseDocument($"<!DOCTYPE html><body>{html}");
        return document.Head!.ChildElementCount > 0 ? "something is in the head"
            : document.Body!.Attributes.Length > 0 ? "the body has attributes"
            : document.Body.Descendants().Select(node => Judge(node, mayLoad)).FirstOrDefault(found => found is not null);
    }

    /// <summary>The tree as text; a browser repairs nothing if it is the same text.</summary>
    public static string Tree(string html) => new HtmlParser().ParseDocument($"<!DOCTYPE html><body>{html}").Body!.InnerHtml;

    private static string? Judge(INode node, bool mayLoad) => node switch
    {
        IText => null,
        IElement element when element.NamespaceUri != "http://www.w3.org/1999/xhtml" || !Elements.Contains(element.LocalName) => $"<{element.LocalName}>",
        IElement element => element.Attributes.Select(attribute => Judge(element, attribute, mayLoad)).FirstOrDefault(wrong => wrong is not null),
        _ => node.NodeName,
    };

    private static string? Judge(IElement element, IAttr attribute, bool mayLoad)
    {
        var isGood = Attributes.Contains(attribute.Name) && attribute.Name switch
        {
            "href" => element.LocalName == "a" && Followed().IsMatch(attribute.Value),
            "target" => attribute.Value == "_blank",
            "rel" => attribute.Value.Contains("noopener", StringComparison.Ordinal),
            "src" or "background" => Inside().IsMatch(attribute.Value) || (mayLoad && Remote().IsMatch(attribute.Value)),
            "style" => IsHarmlessStyle(Address().Replace(attribute.Value, found => Inside().IsMatch(found.Groups[1].Value) || (mayLoad && Remote().IsMatch(found.Groups[1].Value)) ? "x" : "?")),
            _ => !attribute.Value.Contains(':', StringComparison.Ordinal) || attribute.Name is "title" or "alt" or "datetime" or "abbr" or "summary",
        };
        return isGood ? null : $"<{element.LocalName} {attribute.Name}=\"{attribute.Value}\">";
    }

    [GeneratedRegex("^(https?://[^/\\\\]|mailto:|tel:)", RegexOptions.NonBacktracking)]
    private static partial Regex Followed();

    [GeneratedRegex("^https?://[^/\\\\]", RegexOptions.NonBacktracking)]
    private static partial Regex Remote();

    [GeneratedRegex("^(cid:|data:image/(png|jpe?g|gif|webp|bmp);base64,[A-Za-z0-9+/=]+$)", RegexOptions.NonBacktracking)]
    private static partial Regex Inside();

    [GeneratedRegex("url\\('([^'()]*)'\\)", RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    /// <summary>Known dangerous properties, brackets but for colors, escapes, rules, and negative lengths but for three properties.</summary>
    private static bool IsHarmlessStyle(string style) => style.Split(';').All(declaration =>
    {
        var colon = declaration.IndexOf(':', StringComparison.Ordinal);
        var (name, value) = colon < 0 ? ("", "") : (declaration[..colon], declaration[(colon + 1)..]);
        var words = Color().Replace(value, "color").Split([' ', ',', '/']);
        return Name().IsMatch(name)
            && !Array.Exists(Forbidden, name.StartsWith)
            && !words.Any(word => word.AsSpan().ContainsAny(Special))
            && (name is "letter-spacing" or "word-spacing" or "text-indent" || !Array.Exists(words, word => Negative().IsMatch(word)));
    });

    [GeneratedRegex("^[a-z]([a-z-]*[a-z])?$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex("(rgb|hsl)a?\\([^()-]*\\)", RegexOptions.NonBacktracking)]
    private static partial Regex Color();

    [GeneratedRegex("^-[0-9.]", RegexOptions.NonBacktracking)]
    private static partial Regex Negative();
}
