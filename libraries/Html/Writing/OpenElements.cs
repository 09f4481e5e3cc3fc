using System.Text;
using Services83.EMail.Html.Policy;

namespace Services83.EMail.Html.Writing;

/// <summary>
/// Writes elements so that each is closed inside of the one around it, and tables have rows and cells. A browser builds exactly the tree
/// that is written here: it has nothing to repair. Where end tags are missing or cross each other, elements end where a browser ends them
/// (WHATWG HTML, 13.2.6), except that content of a table outside of its cells gets a cell instead of a place before the table.
/// </summary>
internal sealed partial class OpenElements(int inputLength)
{
    /// <summary>Browsers stop at 512 and change the tree, and the page around the message has levels too.</summary>
    private const int MaxDepth = 256;

    private const int LevelsOfTable = 4;

    private const int MaxSuspended = 8;

    /// <summary>A no-break space is text.</summary>
    private const string Spaces = " \t\r\n\f";

    private readonly StringBuilder _html = new();

    /// <summary>From the outermost to the innermost.</summary>
    private readonly List<OpenElement> _open = [];

    /// <summary>Formatting elements that a block has ended and that go on behind it.</summary>
    private readonly List<OpenElement> _suspended = [];

    /// <summary>How many elements of a name are open but not written, because they are too deep.</summary>
    private readonly Dictionary<string, int> _tooDeep = [];

    /// <summary>Formatting elements are written again behind each block, if the result stays proportional to the input.</summary>
    private readonly int _maxResumed = (4 * inputLength) + 10_000;

    private OpenElement? Innermost => _open.Count > 0 ? _open[^1] : null;

    /// <summary>Whether nothing was written yet.</summary>
    public bool IsEmpty => _html.Length == 0;

    public void Text(ReadOnlySpan<char> text)
    {
        if (text.TrimStart(Spaces).IsEmpty)
        {
            // At the start it would be the space between the head and the body.
            HtmlText.Append(_html, IsEmpty ? [] : text);
            return;
        }

        EnterCell();
        Resume();
        HtmlText.Append(_html, IsEmpty ? text.TrimStart(Spaces) : text);
    }

    public void Start(ElementRule rule, string attributes)
    {
        if (rule.IsTableStructure && rule.Kind != ElementKind.Table)
        {
            StartInTable(rule, attributes);
            return;
        }

        if (rule.Kind == ElementKind.Table && _open.Count > MaxDepth - LevelsOfTable)
        {
            // No cell would fit into it.
            CountTooDeep(rule);
            return;
        }

        EnterCell();
        EndImplied(rule);
        if (rule.Kind is ElementKind.Inline or ElementKind.Formatting or ElementKind.Void or ElementKind.Table)
        {
            Resume();
        }

        Write(rule, attributes);
    }

    public void End(ElementRule rule)
    {
        if (_tooDeep.TryGetValue(rule.Name, out var count) && count > 0)
        {
            _tooDeep[rule.Name] = count - 1;
        }
        else if (rule.Name == "br")
        {
            Start(rule, "");
        }
        else if (rule.IsTableStructure)
        {
            CloseThrough(FindInTable(one => one.Rule == rule));
        }
        else
        {
            EndContent(rule);
        }
    }

    /// <summary>Ends everything.</summary>
    public string Finish()
    {
        CloseThrough(0);
        return _html.ToString();
    }

    private void EndContent(ElementRule rule)
    {
        var suspended = _suspended.FindLastIndex(one => one.Rule == rule);
        if (suspended >= 0)
        {
            _suspended.RemoveAt(suspended);
            return;
        }

        var at = FindInside(
            one => !one.HasEnded && (one.Rule == rule || (rule.IsHeading && one.Rule.IsHeading)), isLast: static one => one.Rule.IsBoundary);
        if (at < 0)
        {
            return;
        }

        var hasBlocks = !rule.IsBlock && _open.FindIndex(at, one => one.Rule.IsBlock) >= 0;
        if (hasBlocks)
        {
            _open[at].HasEnded = true;
        }
        else
        {
            CloseThrough(at);
        }
    }

    /// <summary>Elements that end where another begins although their end tag is missing.</summary>
    private void EndImplied(ElementRule rule)
    {
        if (rule.Kind == ElementKind.Item)
        {
            CloseThrough(FindInside(
                one => one.Rule.Kind == ElementKind.Item && (one.Rule.Name == "li") == (rule.Name == "li"),
                isLast: static one => one.Rule.IsBoundary || (one.Rule.IsBlock && one.Rule.Name is not ("div" or "address" or "p" or "li" or "dd" or "dt"))));
        }

        if (rule.IsBlock && (rule.Kind != ElementKind.Void || rule.Name == "hr"))
        {
            CloseThrough(FindInside(static one => one.Rule.Name == "p", isLast: static one => one.Rule.IsBoundary));
        }

        if (rule.IsHeading && Innermost?.Rule.IsHeading == true)
        {
            CloseThrough(_open.Count - 1);
        }

        if (rule.Name == "a")
        {
            EndLink(rule);
        }
    }

    /// <summary>Links do not contain links. The blocks inside of the link go on.</summary>
    private void EndLink(ElementRule link)
    {
        _suspended.RemoveAll(one => one.Rule == link);
        var at = FindInside(one => one.Rule == link, isLast: static one => one.Rule.IsBoundary);
        if (at < 0)
        {
            return;
        }

        var inside = _open.Skip(at + 1).Where(one => !one.HasEnded).ToList();
        Close(at);
        foreach (var one in inside.TakeWhile(_ => _html.Length < _maxResumed))
        {
            Start(one.Rule, one.Attributes);
        }
    }

    /// <summary>Begins the suspended formatting elements again.</summary>
    private void Resume()
    {
        for (var i = 0; i < _suspended.Count && _html.Length < _maxResumed; i++)
        {
            Write(_suspended[i].Rule, _suspended[i].Attributes);
        }

        _suspended.Clear();
    }

    private void Write(ElementRule rule, string attributes)
    {
        if (rule.Kind is not (ElementKind.Void or ElementKind.Column))
        {
            if (_open.Count >= MaxDepth)
            {
                CountTooDeep(rule);
                return;
            }

            _open.Add(new OpenElement(rule, attributes));
        }

        _html.Append('<').Append(rule.Name).Append(attributes).Append('>');
    }

    private void CountTooDeep(ElementRule rule) => _tooDeep[rule.Name] = _tooDeep.GetValueOrDefault(rule.Name) + 1;

    /// <param name="at">Index of the outermost element to close; all if it is 0, none if it is negative.</param>
    private void CloseThrough(int at)
    {
        if (at < 0)
        {
            return;
        }

        // A formatting element that contains the end of a block goes on behind it, unless its own end was the reason.
        var goOn = at < _open.Count && _open[at].Rule is { IsBoundary: false } && _open.FindIndex(at, one => one.Rule.IsBoundary) < 0
            ? _open.Skip(at + 1).Where(one => one.Rule.Kind == ElementKind.Formatting && !one.HasEnded).ToList()
            : [];
        Close(at);
        _suspended.InsertRange(0, goOn.Take(MaxSuspended - Math.Min(MaxSuspended, _suspended.Count)));
        while (Innermost?.HasEnded == true)
        {
            Close(_open.Count - 1);
        }
    }

    private void Close(int at)
    {
        for (var i = _open.Count - 1; i >= at; i--)
        {
            _html.Append("</").Append(_open[i].Rule.Name).Append('>');
        }

        _open.RemoveRange(at, _open.Count - at);
    }

    /// <summary>The innermost open element that is meant, up to the nearest one at which the search ends (that one excluded).</summary>
    private int FindInside(Predicate<OpenElement> isMeant, Predicate<OpenElement> isLast)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (isMeant(_open[i]))
            {
                return i;
            }

            if (isLast(_open[i]))
            {
                break;
            }
        }

        return -1;
    }
}
