using System.ComponentModel.DataAnnotations;

namespace Services83.EMail.Engines.Mailbox.Temporary;

/// <summary>Section <c>Documents</c> of the configuration.</summary>
public sealed class DocumentOptions
{
    public const string Section = "Documents";

    /// <summary>How long a temporary document is kept, 1 to 720 hours.</summary>
    [Range(1, 720)]
    public int TemporaryHours { get; set; } = 24;

    /// <summary>Most temporary documents that an associate may have at a time, 1 to 100000.</summary>
    [Range(1, 100_000)]
    public int MaxTemporary { get; set; } = 1000;
}
