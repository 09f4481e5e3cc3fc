using System.Collections.Frozen;

namespace Services83.EMail.Html.Policy;

/// <summary>
/// The elements that may stay: text, lists, tables, images and links. The tags of others go, and the text inside of them stays, also that
/// of forms and of SVG.
/// </summary>
internal static class ElementRules
{
    private static readonly FrozenDictionary<string, ElementRule>.AlternateLookup<ReadOnlySpan<char>> All = new (ElementKind Kind, string Names)[]
    {
        (ElementKind.Inline, "abbr acronym bdi bdo cite del dfn ins kbd mark q samp span sub sup time var"),
        (ElementKind.Formatting, "a b big code em font i s small strike strong tt u"),
        (ElementKind.Void, "br hr img wbr"),
        (ElementKind.Block, "address article aside blockquote center dir div dl figcaption figure footer h1 h2 h3 h4 h5 h6 header main menu nav ol p pre section ul"),
        (ElementKind.Item, "li dd dt"),
        (ElementKind.Table, "table"),
        (ElementKind.TablePart, "caption colgroup thead tbody tfoot"),
        (ElementKind.Column, "col"),
        (ElementKind.Row, "tr"),
        (ElementKind.Cell, "td th"),
    }
    .SelectMany(group => group.Names.Split(' '), (group, name) => new ElementRule(name, group.Kind))
    .ToFrozenDictionary(rule => rule.Name, StringComparer.Ordinal)
    .GetAlternateLookup<ReadOnlySpan<char>>();

    public static ElementRule Div { get; } = All["div"];

    public static ElementRule Row { get; } = All["tr"];

    /// <summary>The body of a table.</summary>
    public static ElementRule Body { get; } = All["tbody"];

    /// <summary>The group of columns of a table.</summary>
    public static ElementRule Columns { get; } = All["colgroup"];

    public static ElementRule Cell { get; } = All["td"];

    /// <param name="name">In small letters.</param>
    /// <returns>Null if the element must go.</returns>
    public static ElementRule? Find(ReadOnlySpan<char> name) => All.TryGetValue(name, out var rule) ? rule : null;
}
