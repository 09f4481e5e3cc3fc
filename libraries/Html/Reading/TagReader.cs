using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens.Struct;
using AngleSharp.Text;
using Services83.EMail.Html.Policy;

namespace Services83.EMail.Html.Reading;

/// <summary>
/// Splits HTML into tags and text as a browser does (WHATWG HTML, 13.2.5). No tree is built: for some inputs a tree needs memory or time
/// that grows with the square of the input.
/// </summary>
internal sealed class TagReader : IDisposable
{
    /// <summary>The tokenizer compares each attribute of a tag with each other one.</summary>
    private const int MaxAttributes = 32;

    private readonly HtmlTokenizer _tokenizer;

    private bool _isCodeNext;

    public TagReader(string html)
    {
        // The tokenizer takes U+FFFF for the end of the input. Neither character may occur in HTML.
        var text = html.Replace('\uFFFF', '\uFFFD').Replace('\0', '\uFFFD');
        _tokenizer = new HtmlTokenizer(new TextSource(new ReadOnlyMemoryTextSource(text)), HtmlEntityProvider.Resolver)
        {
            SkipComments = true,
            ShouldEmitAttribute = static (ref StructHtmlToken tag, ReadOnlyMemory<char> name) =>
                tag.Attributes.Count < MaxAttributes && AttributeRules.Knows(name.Span),
        };
    }

    /// <summary>Whether the text that was just read is code or a title, not a part of what a person reads.</summary>
    public bool IsCode { get; private set; }

    public StructHtmlToken Next()
    {
        IsCode = _isCodeNext;
        _isCodeNext = false;
        var token = _tokenizer.GetStructToken();
        if (token.Type == HtmlTokenType.StartTag)
        {
            BeginContent(token.Name.Memory.Span);
        }

        return token;
    }

    public void Dispose() => _tokenizer.Dispose();

    /// <summary>Inside of these elements a browser sees no tags.</summary>
    private void BeginContent(ReadOnlySpan<char> name)
    {
        var mode = name switch
        {
            "script" => HtmlParseMode.Script,
            "style" or "iframe" or "noembed" or "noframes" => HtmlParseMode.Rawtext,
            "title" or "textarea" => HtmlParseMode.RCData,
            "xmp" => HtmlParseMode.Rawtext,
            "plaintext" => HtmlParseMode.Plaintext,
            _ => HtmlParseMode.PCData,
        };
        _tokenizer.State = mode;
        _isCodeNext = mode != HtmlParseMode.PCData && name is not ("xmp" or "plaintext" or "textarea");
    }
}
