namespace Services83.EMail.Storage;

/// <summary>
/// The form of a name that is compared: two spellings that differ in letter case or Unicode composition are one name.
/// The database compares keys byte by byte, so it needs no collation.
/// </summary>
public static class NameKey
{
    public static string Of(string name) => UnicodeText.Composed(name.Trim()).ToUpperInvariant();
}
