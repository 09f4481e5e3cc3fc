namespace Services83.EMail.Engines.Mailbox.Rights;

/// <summary>What a caller may do with a row and its fields.</summary>
/// <param name="Mask">The rights on the row.</param>
/// <param name="Reason">Why it is not more, as text for a person; empty when no right is missing.</param>
/// <param name="Fields">Names of fields.</param>
/// <param name="AreWritable">Whether only these fields may be changed, or all fields but these.</param>
internal sealed record Grant(ETableRight Mask, string Reason, IReadOnlySet<string> Fields, bool AreWritable)
{
    public static Grant Only(ETableRight mask, string reason, params string[] writable) => new(mask, reason, Set(writable), AreWritable: true);

    public static Grant AllBut(ETableRight mask, params string[] readOnly) => new(mask, "", Set(readOnly), AreWritable: false);

    /// <summary>Whether the caller creates the row, or may replace it.</summary>
    public bool IsOwn => Mask.HasFlag(ETableRight.Insert);

    public bool MayWrite(string field) => Fields.Contains(field) == AreWritable;

    private static HashSet<string> Set(string[] names) => new(names, StringComparer.Ordinal);
}
