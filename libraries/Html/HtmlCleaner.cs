using AngleSharp.Html.Parser.Tokens.Struct;
using AngleSharp.Html.Parser;
using Services83.EMail.Html.Policy;
using Services83.EMail.Html.Reading;
using Services83.EMail.Html.Writing;

namespace Services83.EMail.Html;

/// <summary>
/// Makes the HTML of a message harmless. Elements, attributes, addresses and CSS properties that are on a list stay; everything else goes,
/// and the text inside of unknown elements stays. Nothing of the input is copied as markup: every tag and attribute is written again, quoted
/// and escaped. The result has no element whose content a browser reads in another way (<c>style</c>, <c>noscript</c>, SVG, MathML), so
/// a browser cannot find other tags in it than those written here.
/// The time is proportional to the length of the input, whatever it contains.
/// </summary>
public static class HtmlCleaner
{
    /// <param name="html">A document or a part of one, of any quality.</param>
    /// <param name="remoteImages">What happens to images of other servers.</param>
    public static CleanedHtml Clean(string html, RemoteImages remoteImages)
    {
        ArgumentNullException.ThrowIfNull(html);
        using var reader = new TagReader(html);
        var attributes = new AttributeCleaner(remoteImages == RemoteImages.Kept);
        var elements = new OpenElements(html.Length);
        for (var token = reader.Next(); token.Type != HtmlTokenType.EndOfFile; token = reader.Next())
        {
            Take(token, reader, attributes, elements);
        }

        return new CleanedHtml(elements.Finish(), attributes.HasBlockedImages);
    }

    private static void Take(StructHtmlToken token, TagReader reader, AttributeCleaner attributes, OpenElements elements)
    {
        switch (token.Type)
        {
            case HtmlTokenType.Character when !reader.IsCode:
                elements.Text(token.Data.Memory.Span);
                break;
            case HtmlTokenType.StartTag:
                Start(token, attributes, elements);
                break;
            case HtmlTokenType.EndTag when ElementRules.Find(token.Name.Memory.Span) is { } rule:
                elements.End(rule);
                break;
            default:
                // Comments, document types, and end tags of unknown elements.
                break;
        }
    }

    private static void Start(StructHtmlToken token, AttributeCleaner attributes, OpenElements elements)
    {
        var name = token.Name.Memory.Span;
        if (ElementRules.Find(name) is { } rule)
        {
            elements.Start(rule, attributes.Clean(rule, token.Attributes));
        }
        else if (name is "body" && elements.IsEmpty && attributes.CleanBody(token.Attributes) is { Length: > 0 } background)
        {
            elements.Start(ElementRules.Div, background);
        }
    }
}
