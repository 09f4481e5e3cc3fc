namespace Services83.EMail.Storage;

/// <summary>Patterns for <c>LIKE … ESCAPE '\'</c>.</summary>
internal static class LikePattern
{
    /// <summary>Matches what contains the text; the text itself is no pattern.</summary>
    public static string Containing(string text) =>
        $"%{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
}
