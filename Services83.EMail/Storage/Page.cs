namespace Services83.EMail.Storage;

/// <summary>A part of a long list, for people who read it.</summary>
/// <param name="Rows">At most <see cref="Page.Size"/>.</param>
/// <param name="Number">From 1 to <see cref="Page.Last"/>.</param>
/// <param name="HasNext">Whether there are more rows that can be read.</param>
public sealed record Page<T>(IReadOnlyList<T> Rows, int Number, bool HasNext);

/// <summary>
/// Reads lists page by page. The database walks over the rows of earlier pages, so there is a last page: who looks for something that far behind
/// needs a filter, not more pages.
/// </summary>
public static class Page
{
    /// <summary>Rows of a page.</summary>
    public const int Size = 50;

    /// <summary>The number of the last page that can be read.</summary>
    public const int Last = 200;

    /// <summary>What the statement ends with; it needs the arguments <c>take</c> and <c>skip</c>.</summary>
    internal const string Clause = "LIMIT @take OFFSET @skip";

    /// <summary>One more than a page has, which tells whether there is a next one.</summary>
    internal const int Take = Size + 1;

    /// <summary>Rows before the page.</summary>
    internal static int Skip(int number) => (Clamp(number) - 1) * Size;

    /// <summary>The page of the rows that a statement with <see cref="Clause"/> returned.</summary>
    internal static Page<T> Of<T>(IReadOnlyList<T> rows, int number) =>
        new(rows.Count > Size ? [.. rows.Take(Size)] : rows, Clamp(number), rows.Count > Size && Clamp(number) < Last);

    private static int Clamp(int number) => Math.Clamp(number, 1, Last);
}
