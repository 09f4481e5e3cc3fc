namespace Services83.EMail.Mail.Calendars.Lines;

/// <summary>One line of a calendar (RFC 5545, 3.1).</summary>
/// <param name="Name">In capital letters.</param>
/// <param name="Parameters">Names in capital letters; values without quotes and, if there are several, with commas between them.</param>
/// <param name="Value">As written: text is not unescaped.</param>
internal sealed record CalendarProperty(string Name, IReadOnlyDictionary<string, string> Parameters, string Value)
{
    /// <returns>Null if there is no such parameter.</returns>
    public string? Parameter(string name) => Parameters.GetValueOrDefault(name);

    /// <summary>The value as text for people.</summary>
    public string Text => CalendarText.Unescape(Value);
}
