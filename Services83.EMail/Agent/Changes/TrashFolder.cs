using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Agent.Changes;

/// <summary>Which folder of an account takes deleted mail.</summary>
internal static class TrashFolder
{
    private static readonly string[] Names =
    [
        "Trash", "Deleted Items", "Deleted Messages", "Deleted", "Bin", "Papirkurv", "Slettede elementer", "Søppel", "Papierkorb",
        "Gelöschte Elemente", "Gelöschte Objekte", "Prullenbak", "Corbeille", "Papelera", "Cestino", "Papperskorgen", "Borttagna objekt",
    ];

    /// <summary>The one that the server marks (RFC 6154), else one with a usual name at the top or below the inbox; null without any.</summary>
    public static StoredFolder? Find(IEnumerable<StoredFolder> folders)
    {
        var usable = folders.Where(folder => folder.Selectable).ToList();
        return usable.Find(folder => folder.Attributes.Split(' ').Contains(@"\Trash", StringComparer.OrdinalIgnoreCase))
            ?? Names.Select(name => usable.Find(folder => IsNamed(folder, name))).FirstOrDefault(folder => folder is not null);
    }

    private static bool IsNamed(StoredFolder folder, string name) =>
        folder.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        || (folder.Delimiter.Length > 0 && folder.Name.Equals($"INBOX{folder.Delimiter}{name}", StringComparison.OrdinalIgnoreCase));
}
