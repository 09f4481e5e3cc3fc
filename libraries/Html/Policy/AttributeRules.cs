using System.Collections.Frozen;

namespace Services83.EMail.Html.Policy;

/// <summary>
/// The attributes that may stay, and on which elements. <c>id</c>, <c>name</c> and <c>class</c> go: the page that shows the message has
/// its own, and scripts and style sheets that find elements by them.
/// </summary>
internal static class AttributeRules
{
    private const string Everywhere = "";
    private const string Tables = "table thead tbody tfoot tr td th col colgroup";

    private static readonly (string Elements, AttributeKind Kind, string Names)[] Rules =
    [
        (Everywhere, AttributeKind.Text, "title"),
        (Everywhere, AttributeKind.Word, "dir lang align"),
        (Everywhere, AttributeKind.Style, "style"),
        (Tables + " img hr div", AttributeKind.Length, "width height"),
        (Tables, AttributeKind.Word, "valign"),
        ("table tr td th thead tbody tfoot", AttributeKind.Color, "bgcolor"),
        ("table td th", AttributeKind.Image, "background"),
        ("table img", AttributeKind.Number, "border hspace vspace"),
        ("table", AttributeKind.Number, "cellpadding cellspacing"),
        ("table", AttributeKind.Color, "bordercolor"),
        ("table", AttributeKind.Word, "rules frame"),
        ("table", AttributeKind.Text, "summary"),
        ("td th", AttributeKind.Span, "colspan rowspan"),
        ("td th", AttributeKind.Flag, "nowrap"),
        ("td th", AttributeKind.Word, "scope"),
        ("td th", AttributeKind.Text, "abbr"),
        ("col colgroup", AttributeKind.Span, "span"),
        ("font hr", AttributeKind.Color, "color"),
        ("font", AttributeKind.Fonts, "face"),
        ("font hr", AttributeKind.Number, "size"),
        ("hr", AttributeKind.Flag, "noshade"),
        ("br", AttributeKind.Word, "clear"),
        ("ol", AttributeKind.Number, "start"),
        ("ol", AttributeKind.Flag, "reversed"),
        ("ol ul li", AttributeKind.Word, "type"),
        ("li", AttributeKind.Number, "value"),
        ("time del ins", AttributeKind.Text, "datetime"),
        ("img", AttributeKind.Text, "alt"),
        ("img", AttributeKind.Image, "src"),
        ("a", AttributeKind.Link, "href"),
    ];

    private static readonly FrozenDictionary<string, (AttributeKind Kind, FrozenSet<string> Elements)> All = Rules
        .SelectMany(rule => rule.Names.Split(' '), (rule, name) => KeyValuePair.Create(
            name, (rule.Kind, rule.Elements.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal))))
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> OfBodyAlone =
        new[] { "text", "bgcolor" }.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<string, (AttributeKind Kind, FrozenSet<string> Elements)>.AlternateLookup<ReadOnlySpan<char>> ByName =
        All.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether the attribute may stay anywhere.</summary>
    public static bool Knows(ReadOnlySpan<char> name) => ByName.ContainsKey(name) || OfBodyAlone.Contains(name);

    /// <returns>Null if the attribute must go.</returns>
    public static AttributeKind? Find(string element, ReadOnlySpan<char> name) =>
        ByName.TryGetValue(name, out var rule) && (rule.Elements.Count == 0 || rule.Elements.Contains(element)) ? rule.Kind : null;
}
