using System.Text.Json.Nodes;
using Spectre.Console;

namespace Services83.EMail.Commands.Output;

/// <summary>
/// How rows are shown: for people as a table, or, if the table is wider than the terminal, one row below the other; for programs as JSON.
/// </summary>
internal sealed class Listing<T>(params Column<T>[] columns)
{
    private readonly Column<T>[] _shown = [.. columns.Where(column => column.Title.Length > 0)];

    public JsonArray ToJson(IEnumerable<T> rows) => [.. rows.Select(row => (JsonNode)ToJson(row))];

    public JsonObject ToJson(T row) => new(columns.Select(column => KeyValuePair.Create(column.Name, Json.Of(column.Value(row)))));

    public void Show(IReadOnlyList<T> rows, IAnsiConsole console)
    {
        var cells = rows.Select(row => _shown.Select(column => column.Show(row)).ToArray()).ToList();
        if (Width(cells) <= console.Profile.Width)
        {
            ShowTable(cells, console);
            return;
        }

        foreach (var row in cells)
        {
            ShowAlone(row, console);
        }
    }

    private int Width(List<string[]> cells)
    {
        const int Border = 3;
        return 1 + _shown.Select((column, i) => cells.Select(row => row[i].Length).Append(column.Title.Length).Max() + Border).Sum();
    }

    private void ShowTable(List<string[]> cells, IAnsiConsole console)
    {
        var table = new Table();
        foreach (var column in _shown)
        {
            table.AddColumn(new TableColumn(new Text(column.Title)));
        }

        foreach (var row in cells)
        {
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        }

        console.Write(table);
    }

    /// <summary>A line for each value; empty ones are left out.</summary>
    private void ShowAlone(string[] row, IAnsiConsole console)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (column, cell) in _shown.Zip(row).Where(pair => pair.Second.Length > 0))
        {
            grid.AddRow(new Text(column.Title), new Text(cell));
        }

        console.Write(grid);
        console.WriteLine();
    }
}
