using Services83.EMail.Html.Policy;

namespace Services83.EMail.Html.Writing;

// Rows and cells: every table has them, and no content is outside of them.
internal sealed partial class OpenElements
{
    private void StartInTable(ElementRule rule, string attributes)
    {
        var table = FindInTable(static one => one.Rule.Kind == ElementKind.Table);
        if (table < 0)
        {
            return;
        }

        var parent = FindInTable(one => rule.Kind switch
        {
            ElementKind.Cell => one.Rule.Kind is ElementKind.Row,
            ElementKind.Row => one.Rule.Name is "thead" or "tbody" or "tfoot",
            ElementKind.Column => one.Rule.Name is "colgroup",
            _ => false,
        });
        CloseThrough(Math.Max(table, parent) + 1);
        if (parent < 0 && ImpliedParent(rule.Kind) is { } implied)
        {
            StartInTable(implied, "");
        }

        Write(rule, attributes);
    }

    /// <summary>A browser adds it if the tag is missing.</summary>
    private static ElementRule? ImpliedParent(ElementKind kind) => kind switch
    {
        ElementKind.Cell => ElementRules.Row,
        ElementKind.Row => ElementRules.Body,
        ElementKind.Column => ElementRules.Columns,
        _ => null,
    };

    /// <summary>Content that stands in a table outside of its cells gets a cell.</summary>
    private void EnterCell()
    {
        if (Innermost is { Rule: { IsTableStructure: true, Kind: not ElementKind.Cell, Name: not "caption" } })
        {
            StartInTable(ElementRules.Cell, "");
        }
    }

    /// <summary>The innermost open part of the innermost table, or that table.</summary>
    private int FindInTable(Predicate<OpenElement> isMeant)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Rule.IsTableStructure && isMeant(_open[i]))
            {
                return i;
            }

            if (_open[i].Rule.Kind == ElementKind.Table)
            {
                break;
            }
        }

        return -1;
    }
}
