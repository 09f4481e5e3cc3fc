using System.Text;

namespace Services83.EMail.Storage.Mail;

/// <summary>The purpose of a folder (RFC 6154).</summary>
public enum SpecialUse
{
    Sent,
    Drafts,
    Trash,
    Junk,
}

/// <summary>Finds the folder of an account for a purpose.</summary>
public static class SpecialFolders
{
    private static readonly Dictionary<SpecialUse, string[]> UsualNames = new()
    {
        [SpecialUse.Sent] =
        [
            "Sent", "Sent Items", "Sent Messages", "Sent Mail", "Sendt", "Sendte elementer", "Sendte meldinger", "Sendt post", "Sendte",
            "Skickat", "Skickade objekt", "Skickade meddelanden", "Skickade", "Gesendet", "Gesendete Elemente", "Gesendete Objekte",
            "Gesendete Nachrichten", "Verzonden", "Verzonden items", "Verzonden berichten", "Envoyés", "Éléments envoyés",
            "Messages envoyés", "Enviados", "Elementos enviados", "Inviati", "Posta inviata",
        ],
        [SpecialUse.Drafts] =
        [
            "Drafts", "Draft", "Utkast", "Kladder", "Kladd", "Kladde", "Entwürfe", "Entwurf", "Concepten", "Brouillons", "Borradores", "Bozze",
        ],
        [SpecialUse.Trash] =
        [
            "Trash", "Deleted Items", "Deleted Messages", "Deleted", "Bin", "Papirkurv", "Slettede elementer", "Slettet post", "Slettet",
            "Søppel", "Papperskorgen", "Papperskorg", "Borttagna objekt", "Borttaget", "Papierkorb", "Gelöschte Elemente",
            "Gelöschte Objekte", "Gelöscht", "Prullenbak", "Verwijderde items", "Corbeille", "Éléments supprimés", "Papelera", "Cestino",
        ],
        [SpecialUse.Junk] =
        [
            "Junk", "Spam", "Junk E-mail", "Junk Email", "Junk Mail", "Bulk Mail", "Søppelpost", "Uønsket e-post", "Uønsket mail",
            "Uønsket e-mail", "Uønsket post", "Skräppost", "Junk-E-Mail", "Unerwünscht", "Spamverdacht", "Ongewenste e-mail", "Ongewenst",
            "Courrier indésirable", "Indésirables", "Correo no deseado", "Posta indesiderata",
        ],
    };

    /// <summary>The folder that the server marks, else one with a usual name at the top or below the inbox; null when there is
    /// none.</summary>
    public static StoredFolder? Find(IEnumerable<StoredFolder> folders, SpecialUse use)
    {
        var usable = folders.Where(folder => folder.Selectable).ToList();
        return usable.Find(folder => folder.Attributes.Split(' ').Contains($@"\{use}", StringComparer.OrdinalIgnoreCase))
            ?? UsualNames[use].Select(name => usable.Find(folder => IsNamed(folder, name))).FirstOrDefault(folder => folder is not null);
    }

    /// <summary>Some clients write names with decomposed letters; a server's name itself need not be valid Unicode.</summary>
    private static bool IsNamed(StoredFolder folder, string usual) =>
        Is(folder, usual) || Is(folder, usual.Normalize(NormalizationForm.FormD));

    private static bool Is(StoredFolder folder, string name) =>
        folder.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        || (folder.Delimiter.Length > 0 && folder.Name.Equals($"INBOX{folder.Delimiter}{name}", StringComparison.OrdinalIgnoreCase));
}
