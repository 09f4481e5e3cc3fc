using System.Buffers;

namespace Services83.EMail.Mail.Mime.Headers;

/// <summary>A <c>Content-Type</c> (RFC 2045, section 5). An unreadable one is text/plain, as the RFC advises.</summary>
public sealed class ContentType
{
    internal static readonly ContentType TextPlain = new("text", "plain", ParameterParser.NoParameters);
    internal static readonly ContentType EmbeddedMessage = new("message", "rfc822", ParameterParser.NoParameters);
    internal static readonly ContentType Octets = new("application", "octet-stream", ParameterParser.NoParameters);

    private static readonly SearchValues<char> TokenEnds = SearchValues.Create(" \t\"/,=()<>");

    private ContentType(string type, string subtype, IReadOnlyDictionary<string, string> parameters)
    {
        Type = type;
        Subtype = subtype;
        Parameters = parameters;
    }

    /// <summary>The type in lower case: <c>text</c>, <c>multipart</c>.</summary>
    public string Type { get; }

    /// <summary>The subtype in lower case: <c>plain</c>, <c>mixed</c>.</summary>
    public string Subtype { get; }

    /// <summary>Type and subtype in lower case: <c>text/plain</c>.</summary>
    public string MediaType => $"{Type}/{Subtype}";

    /// <summary>The parameters, with continuations and charsets of RFC 2231 resolved. Names are found in any letter case.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>The declared charset, as written; null when there is none.</summary>
    public string? Charset => Parameters.GetValueOrDefault("charset");

    internal string? Boundary => Parameters.GetValueOrDefault("boundary");

    internal bool IsMultipart => Type == "multipart";

    public bool IsMessage => Type == "message" && Subtype is "rfc822" or "global";

    internal static ContentType Parse(string value)
    {
        var (head, parameters) = ParameterParser.Parse(value);
        var slash = head.IndexOf('/');
        if (slash < 0)
        {
            return new ContentType("text", "plain", parameters);
        }

        var type = Token(head.AsSpan(0, slash));
        var subtype = Token(head.AsSpan(slash + 1));
        return type.Length > 0 && subtype.Length > 0
            ? new ContentType(type, subtype, parameters)
            : new ContentType("text", "plain", parameters);
    }

    /// <inheritdoc />
    public override string ToString() => MediaType;

    private static string Token(ReadOnlySpan<char> text)
    {
        text = text.Trim(" \t\"");
        var end = text.IndexOfAny(TokenEnds);
        return (end < 0 ? text : text[..end]).ToString().ToLowerInvariant();
    }
}
