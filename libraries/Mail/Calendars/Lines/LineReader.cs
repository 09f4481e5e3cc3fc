using System.Text;

namespace Services83.EMail.Mail.Calendars.Lines;

/// <summary>
/// Reads the lines of a calendar: puts folded lines together (RFC 5545, 3.1) and splits them into name, parameters and value. Any line end
/// is accepted. A line that cannot begin a property continues the one before: some programs forget to escape line ends or to fold.
/// </summary>
internal static class LineReader
{
    public static IEnumerable<CalendarProperty> Read(string text)
    {
        using var lines = new StringReader(text.Length <= CalendarLimits.Characters ? text : text[..CalendarLimits.Characters]);
        var count = 0;
        var whole = new StringBuilder();
        while (lines.ReadLine() is { } line && count < CalendarLimits.Lines)
        {
            if (line.Length > 0 && line[0] is ' ' or '\t')
            {
                whole.Append(line, 1, line.Length - 1);
            }
            else if (whole.Length > 0 && !BeginsProperty(line))
            {
                whole.Append("\\n").Append(line);
            }
            else
            {
                if (Parse(whole.ToString()) is { } property)
                {
                    count++;
                    yield return property;
                }

                whole.Clear().Append(line);
            }
        }

        if (Parse(whole.ToString()) is { } last)
        {
            yield return last;
        }
    }

    /// <summary>Letters, digits and hyphens, and then a colon or semicolon.</summary>
    private static bool BeginsProperty(string line)
    {
        var end = line.AsSpan().IndexOfAny(':', ';');
        return end > 0 && IsName(line.AsSpan(0, end));
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
            {
                return false;
            }
        }

        return name.Length > 0;
    }

    private static CalendarProperty? Parse(string line)
    {
        var start = line.StartsWith('\uFEFF') ? 1 : 0;
        var at = start;
        while (at < line.Length && line[at] is not (':' or ';'))
        {
            at++;
        }

        if (at == line.Length || !IsName(line.AsSpan(start, at - start)))
        {
            return null;
        }

        var name = line[start..at].ToUpperInvariant();
        var parameters = ReadParameters(line, ref at);

        // A group of vCard: some programs write "item1.ATTENDEE".
        return new CalendarProperty(name[(name.LastIndexOf('.') + 1)..], parameters, at < line.Length ? line[(at + 1)..].TrimEnd() : "");
    }

    /// <summary>Up to the colon before the value.</summary>
    private static Dictionary<string, string> ReadParameters(string line, ref int at)
    {
        var parameters = new Dictionary<string, string>();
        while (at < line.Length && line[at] == ';')
        {
            at++;
            var start = at;
            while (at < line.Length && line[at] is not ('=' or ';' or ':'))
            {
                at++;
            }

            var name = line[start..at].Trim().ToUpperInvariant();
            var value = at < line.Length && line[at] == '=' ? ReadValue(line, ref at) : "";
            if (parameters.Count < CalendarLimits.Parameters)
            {
                parameters.TryAdd(name, CalendarText.UnescapeParameter(value));
            }
        }

        return parameters;
    }

    /// <summary>A colon or semicolon in quotes does not end it.</summary>
    private static string ReadValue(string line, ref int at)
    {
        var value = new StringBuilder();
        var isQuoted = false;
        for (at++; at < line.Length && (isQuoted || line[at] is not (';' or ':')); at++)
        {
            if (line[at] == '"' && (isQuoted || line.IndexOf('"', at + 1) > 0))
            {
                isQuoted = !isQuoted;
            }
            else
            {
                value.Append(line[at]);
            }
        }

        return value.ToString().Trim();
    }
}
