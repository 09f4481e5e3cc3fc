using Services83.EMail.Commands.Output;
using Services83.EMail.Storage.Moving;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary>Shows a move: a progress bar for moving and one for comparing, or if the output is not a terminal, a line per table when it is done.</summary>
internal static class MoveView
{
    public static Task<IReadOnlyList<MovedTable>> ShowAsync(Func<Action<MoveProgress>, Task<IReadOnlyList<MovedTable>>> move) =>
        Terminal.IsLive ? DrawAsync(move) : PrintAsync(move);

    private static Task<IReadOnlyList<MovedTable>> DrawAsync(Func<Action<MoveProgress>, Task<IReadOnlyList<MovedTable>>> move) =>
        Terminal.Console.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(bars =>
            {
                var shown = new Dictionary<bool, ProgressTask> { [false] = bars.AddTask("Moved"), [true] = bars.AddTask("Compared") };
                var rows = new Dictionary<(bool IsCheck, string Table), long>();
                return move(progress =>
                {
                    rows[(progress.IsCheck, progress.Table)] = progress.Rows;
                    var bar = shown[progress.IsCheck];
                    bar.MaxValue = Math.Max(progress.AllTotal, 1);
                    bar.Value = rows.Where(table => table.Key.IsCheck == progress.IsCheck).Sum(table => table.Value);
                    bar.Description = Markup.Escape(Describe(progress));
                });
            });

    private static async Task<IReadOnlyList<MovedTable>> PrintAsync(Func<Action<MoveProgress>, Task<IReadOnlyList<MovedTable>>> move)
    {
        var done = new HashSet<(bool, string)>();
        return await move(progress =>
        {
            if (progress.Rows >= progress.Total && done.Add((progress.IsCheck, progress.Table)))
            {
                Console.Out.WriteLine(Describe(progress));
            }
        });
    }

    private static string Describe(MoveProgress progress) => FormattableString.Invariant(
        $"{(progress.IsCheck ? "Compared" : "Moved")} {progress.Table}: {progress.Rows:N0} of {progress.Total:N0} rows, {progress.Bytes:N0} bytes");
}
