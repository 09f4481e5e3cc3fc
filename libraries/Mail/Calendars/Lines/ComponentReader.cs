namespace Services83.EMail.Mail.Calendars.Lines;

/// <summary>Puts lines into components. A missing <c>END</c> is read at the end of the component around it.</summary>
internal static class ComponentReader
{
    /// <summary>All lines and components are inside of one without a name.</summary>
    public static CalendarComponent Read(string text)
    {
        var open = new Stack<CalendarComponent>([new CalendarComponent("")]);
        foreach (var property in LineReader.Read(text))
        {
            switch (property.Name)
            {
                case "BEGIN" when open.Count <= CalendarLimits.Levels:
                    var component = new CalendarComponent(property.Value.Trim().ToUpperInvariant());
                    open.Peek().Components.Add(component);
                    open.Push(component);
                    break;
                case "END":
                    End(open, property.Value.Trim().ToUpperInvariant());
                    break;
                default:
                    open.Peek().Properties.Add(property);
                    break;
            }
        }

        return open.Last();
    }

    private static void End(Stack<CalendarComponent> open, string name)
    {
        if (open.Any(one => one.Name == name && name.Length > 0))
        {
            while (open.Pop().Name != name)
            {
                // What was not ended inside of it ends with it.
            }
        }
    }
}
