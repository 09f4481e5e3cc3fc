using System.Collections.Frozen;

namespace Services83.EMail.Html.Styles;

/// <summary>What the value of a property may contain, besides words, colors and numbers.</summary>
[Flags]
internal enum StyleValues
{
    Plain = 0,

    /// <summary>Addresses of images.</summary>
    Images = 1,

    /// <summary>Names in quotes.</summary>
    Fonts = 2,

    /// <summary>Small negative numbers. Larger ones would move text over the page around the message.</summary>
    SmallNegative = 4,

    /// <summary>Only the words of <see cref="StyleProperties.Displays"/>.</summary>
    Displays = 8,
}

/// <summary>
/// The CSS properties that may stay: those of text, colors, boxes and tables. None of them can take an element out of the place where the
/// message is shown (<c>position</c>, <c>transform</c>, negative margins), run or load something (<c>behavior</c>, <c>-moz-binding</c>,
/// <c>content</c>, <c>filter</c>), or react to a person (<c>cursor</c>, <c>pointer-events</c>, animations).
/// </summary>
internal static class StyleProperties
{
    private const string Plain = """
        color background-color background-repeat background-position background-size
        border border-top border-right border-bottom border-left border-collapse border-spacing
        border-color border-top-color border-right-color border-bottom-color border-left-color
        border-style border-top-style border-right-style border-bottom-style border-left-style
        border-width border-top-width border-right-width border-bottom-width border-left-width
        border-radius border-top-left-radius border-top-right-radius border-bottom-left-radius border-bottom-right-radius
        box-sizing caption-side clear direction empty-cells float
        font-size font-stretch font-style font-variant font-weight
        height width max-height max-width min-height min-width
        hyphens line-height list-style-position list-style-type
        margin margin-top margin-right margin-bottom margin-left
        padding padding-top padding-right padding-bottom padding-left
        opacity overflow overflow-wrap page-break-after page-break-before page-break-inside table-layout
        text-align text-decoration text-decoration-color text-decoration-line text-decoration-style text-overflow text-transform
        unicode-bidi vertical-align visibility white-space word-break word-wrap
        """;

    private static readonly FrozenDictionary<string, StyleValues> All = Plain.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
        .Select(name => KeyValuePair.Create(name, StyleValues.Plain))
        .Concat(
        [
            new("background", StyleValues.Images),
            new("background-image", StyleValues.Images),
            new("list-style", StyleValues.Images),
            new("list-style-image", StyleValues.Images),
            new("font", StyleValues.Fonts),
            new("font-family", StyleValues.Fonts),
            new("letter-spacing", StyleValues.SmallNegative),
            new("text-indent", StyleValues.SmallNegative),
            new("word-spacing", StyleValues.SmallNegative),
            new("display", StyleValues.Displays),
        ])
        .ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly FrozenSet<string> Displays = new[]
    {
        "none", "inline", "block", "inline-block", "list-item", "flex", "inline-flex", "table", "inline-table", "table-row", "table-cell",
        "table-row-group", "table-header-group", "table-footer-group", "table-column", "table-column-group", "table-caption", "inherit", "initial",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <param name="name">In small letters.</param>
    /// <param name="values">What its value may contain.</param>
    public static bool TryFind(string name, out StyleValues values) => All.TryGetValue(name, out values);
}
