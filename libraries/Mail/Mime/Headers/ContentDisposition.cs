namespace Services83.EMail.Mail.Mime.Headers;

/// <summary>A <c>Content-Disposition</c> (RFC 2183).</summary>
public sealed class ContentDisposition
{
    private ContentDisposition(string type, IReadOnlyDictionary<string, string> parameters)
    {
        Type = type;
        Parameters = parameters;
    }

    /// <summary>The disposition in lower case: <c>attachment</c>, <c>inline</c>, or any other text of the sender.</summary>
    public string Type { get; }

    /// <summary>The parameters, with continuations and charsets of RFC 2231 resolved. Names are found in any letter case.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>Whether the part is shown with the text.</summary>
    public bool IsInline => Type == "inline";

    /// <summary>Whether the part is an attachment. Unknown dispositions count as such (RFC 2183, section 2.8).</summary>
    public bool IsAttachment => !IsInline && Type.Length > 0;

    internal static ContentDisposition Parse(string value)
    {
        var (head, parameters) = ParameterParser.Parse(value);
        return new ContentDisposition(head.Trim(' ', '\t', '"').ToLowerInvariant(), parameters);
    }

    /// <inheritdoc />
    public override string ToString() => Type;
}
