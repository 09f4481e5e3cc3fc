using System.Text.Json.Nodes;
using Services83.EMail.Commands.Output;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary>One part of the output of <c>status</c>.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Rows">Its rows in JSON.</param>
/// <param name="Show">Shows it to people.</param>
/// <param name="ExitCode">What its rows mean for monitoring: 0, <see cref="Answer.NeedsAttention"/> or <see cref="Answer.Warning"/>.</param>
internal sealed record StatusSection(string Name, JsonArray Rows, Action<IAnsiConsole> Show, int ExitCode)
{
    /// <param name="isAlwaysShown">Whether people see it also without rows.</param>
    /// <param name="meaning">What a row means for monitoring.</param>
    public static StatusSection Of<T>(string name, Listing<T> listing, IReadOnlyList<T> rows, bool isAlwaysShown, Func<T, int> meaning) => new(
        name,
        listing.ToJson(rows),
        console =>
        {
            if (isAlwaysShown || rows.Count > 0)
            {
                listing.Show(rows, console);
            }
        },
        Worst(rows.Select(meaning)));

    /// <summary>The exit code that says the most: a row that needs a person comes before a warning.</summary>
    public static int Worst(IEnumerable<int> codes)
    {
        var all = codes.ToHashSet();
        return all.Contains(Answer.NeedsAttention) ? Answer.NeedsAttention : all.Contains(Answer.Warning) ? Answer.Warning : 0;
    }
}
