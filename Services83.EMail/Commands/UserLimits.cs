using System.CommandLine;
using System.Globalization;
using Services83.EMail.Identity;

namespace Services83.EMail.Commands;

/// <summary>The limits of a user's own, as an operator writes them.</summary>
internal static class UserLimits
{
    private const int Most = 1_000_000;

    public static Option<string> Calls { get; } = new("--max-calls-per-minute")
    {
        Description = "Calls that the user may make within a minute; none: any number; default: as Identity:MaxCallsPerMinute says",
    };

    public static Option<string> Messages { get; } = new("--max-messages-per-hour")
    {
        Description = "Messages that the user may send within an hour; none: any number; default: as Sending:MaxPerHour says",
    };

    /// <summary>The user with the given limits; what is null stays.</summary>
    /// <exception cref="CommandException">One of them is no limit.</exception>
    public static StoredAssociate With(StoredAssociate user, string? calls, string? messages) => user with
    {
        MaxCallsPerMinute = calls is null ? user.MaxCallsPerMinute : Parse(calls),
        MaxMessagesPerHour = messages is null ? user.MaxMessagesPerHour : Parse(messages),
    };

    private static int? Parse(string text) => text.ToUpperInvariant() switch
    {
        "DEFAULT" => null,
        "NONE" => 0,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= Most => number,
        _ => throw new CommandException($"'{text}' is neither a number from 1 to {Most} nor 'none' nor 'default'."),
    };
}
