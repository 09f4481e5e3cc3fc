namespace Services83.EMail.Commands.Output;

/// <summary>One value of each row of a listing.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Title">Its title for people; empty for a value that is only in JSON.</param>
/// <param name="Value">The value in JSON: a text, a number, a moment, a yes/no, a list, or null.</param>
/// <param name="Text">The value for people, if it is not simply <paramref name="Value"/>.</param>
internal sealed record Column<T>(string Name, string Title, Func<T, object?> Value, Func<T, string>? Text = null)
{
    /// <summary>As people see it; empty for null.</summary>
    public string Show(T row) => Text is not null ? Text(row) : Value(row) switch
    {
        null => "",
        DateTimeOffset at => $"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss}",
        bool yes => yes ? "yes" : "no",
        var value => FormattableString.Invariant($"{value}"),
    };
}
