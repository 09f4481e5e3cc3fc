namespace Services83.EMail.Engines.Mailbox.Rights;

/// <summary>What a caller may do with a row and its fields.</summary>
/// <param name="Mask">With the row.</param>
/// <param name="Reason">Why not more, for a person to read; empty when nothing is held back.</param>
/// <param name="Fields">Names of fields.</param>
/// <param name="AreWritable">Whether those fields are the ones that may be changed, or the only ones that may not.</param>
internal sealed record Grant(ETableRight Mask, string Reason, IReadOnlySet<string> Fields, bool AreWritable)
{
    public static Grant Only(ETableRight mask, string reason, params string[] writable) => new(mask, reason, Set(writable), AreWritable: true);

    public static Grant AllBut(ETableRight mask, params string[] readOnly) => new(mask, "", Set(readOnly), AreWritable: false);

    /// <summary>Whether the row is made, or may be made anew, by who calls.</summary>
    public bool IsOwn => Mask.HasFlag(ETableRight.Insert);

    public bool MayWrite(string field) => Fields.Contains(field) == AreWritable;

    private static HashSet<string> Set(string[] names) => new(names, StringComparer.Ordinal);
}
