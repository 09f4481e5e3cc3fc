namespace Services83.EMail.Html.Policy;

/// <summary>What the value of an attribute may be.</summary>
internal enum AttributeKind
{
    /// <summary>Any text, for people.</summary>
    Text,

    /// <summary>One word of letters, digits and hyphens.</summary>
    Word,

    /// <summary>A name or <c>#</c> and digits.</summary>
    Color,

    /// <summary>Names of fonts, separated by commas.</summary>
    Fonts,

    /// <summary>0 to 9999, or for the font size a step such as <c>+1</c>.</summary>
    Number,

    /// <summary>1 to 1000: how many cells of a table.</summary>
    Span,

    /// <summary>A number, of pixels or with <c>%</c>.</summary>
    Length,

    /// <summary>No value.</summary>
    Flag,

    Link,
    Image,
    Style,
}
