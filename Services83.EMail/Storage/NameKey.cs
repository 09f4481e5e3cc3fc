namespace Services83.EMail.Storage;

/// <summary>
/// The form of a name for comparisons: it ignores letter case and Unicode composition. The database compares keys byte by byte, so it needs
/// no collation.
/// </summary>
public static class NameKey
{
    public static string Of(string name) => UnicodeText.Composed(name.Trim()).ToUpperInvariant();
}
