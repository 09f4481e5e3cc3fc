namespace Services83.EMail.Html.Policy;

/// <summary>How an element nests, which decides where a missing or misplaced end tag is read (WHATWG HTML, 13.2.6).</summary>
internal enum ElementKind
{
    /// <summary>Inside of a line.</summary>
    Inline,

    /// <summary>Inside of a line, and goes on behind a block that ended before it: <c>b</c>, <c>font</c>.</summary>
    Formatting,

    /// <summary>Has no content.</summary>
    Void,

    /// <summary>Ends a paragraph.</summary>
    Block,

    /// <summary>An item of a list: ends the item before.</summary>
    Item,

    Table,

    /// <summary><c>caption</c>, <c>colgroup</c>, <c>thead</c>, <c>tbody</c>, <c>tfoot</c>.</summary>
    TablePart,
    Column,
    Row,
    Cell,
}

/// <param name="Name">In small letters.</param>
/// <param name="Kind">How it nests.</param>
internal sealed record ElementRule(string Name, ElementKind Kind)
{
    public bool IsTableStructure => Kind is ElementKind.Table or ElementKind.TablePart or ElementKind.Column or ElementKind.Row or ElementKind.Cell;

    public bool IsHeading => Name.Length == 2 && Name[0] == 'h' && char.IsAsciiDigit(Name[1]);

    /// <summary>Whether end tags inside of it can end nothing outside of it.</summary>
    public bool IsBoundary => Kind is ElementKind.Cell or ElementKind.Table || Name == "caption";

    public bool IsBlock => Kind is not (ElementKind.Inline or ElementKind.Formatting);
}
