namespace Services83.EMail.Tests.Support;

/// <summary>
/// What the facts in the repository are from: the vendor's files and the recordings of a WCF host, which are not ours to redistribute.
/// Where the environment variable ORIGINALS names their folder, or they lie in a folder <c>shared</c> beside the repository, the facts
/// are held against them; no other test needs them.
/// </summary>
internal static class Originals
{
    /// <summary>Tests that only exist where the originals are.</summary>
    public const string Category = "Originals";

    /// <summary>Null where the originals are not.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        var folder = Environment.GetEnvironmentVariable("ORIGINALS") is { Length: > 0 } named
            ? named
            : Path.GetFullPath(Repository.PathOf("..", "shared"));
        return Directory.Exists(Path.Combine(folder, "contract")) ? folder : null;
    }
}
