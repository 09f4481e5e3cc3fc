namespace Services83.EMail.Mail.Calendars.Lines;

/// <summary>What stands between <c>BEGIN</c> and <c>END</c>.</summary>
/// <param name="name">In capital letters: <c>VEVENT</c>.</param>
internal sealed class CalendarComponent(string name)
{
    public string Name { get; } = name;

    public List<CalendarProperty> Properties { get; } = [];

    public List<CalendarComponent> Components { get; } = [];

    /// <summary>The first one of this name.</summary>
    public CalendarProperty? Find(string property) => Properties.Find(one => one.Name == property);

    public string? Text(string property) => Find(property)?.Text;

    /// <summary>Null also if the number cannot be read.</summary>
    public int? Number(string property) =>
        int.TryParse(Find(property)?.Value.Trim(), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    public IEnumerable<CalendarProperty> All(string property) => Properties.Where(one => one.Name == property).Take(CalendarLimits.Values);

    public IEnumerable<CalendarComponent> Inner(string component) => Components.Where(one => one.Name == component);
}
