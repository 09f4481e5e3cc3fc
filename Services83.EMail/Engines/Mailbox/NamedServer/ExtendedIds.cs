using System.Globalization;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>
/// Ids with a Message-ID, <c>UIDVALIDITY:UID:Message-ID</c>. For POP3 the UIDVALIDITY is 0 and the UID is the server's unique id, whose
/// colons and percent signs are percent-encoded, because a Message-ID may contain colons too.
/// </summary>
internal static class ExtendedIds
{
    private const char Separator = ':';
    private const string NoValidity = "0";

    public static string OfImap(uint validity, uint uid, string? messageId) =>
        string.Create(CultureInfo.InvariantCulture, $"{validity}{Separator}{uid}{Separator}{messageId}");

    public static string OfPop3(string uniqueId, string? messageId) =>
        $"{NoValidity}{Separator}{uniqueId.Replace("%", "%25", StringComparison.Ordinal).Replace(":", "%3A", StringComparison.Ordinal)}{Separator}{messageId}";

    /// <summary>The unique id in an id of either kind. A unique id may happen to look like an extended id, so look for the whole text
    /// first.</summary>
    public static string UniqueIdIn(string id) => id.Split(Separator, 3) is [NoValidity, var uniqueId, _]
        ? uniqueId.Replace("%3A", ":", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal)
        : id;

    /// <summary>The UID in an id of either kind; null for a text that is no id of this numbering.</summary>
    public static uint? UidIn(string id, uint validity) =>
        (id.Contains(Separator) ? id.Split(Separator, 3) : id.Split('-')) is [var numbering, var number, .. var rest]
            && (rest.Length == 0 || id.Contains(Separator))
            && uint.TryParse(numbering, NumberStyles.None, CultureInfo.InvariantCulture, out var of) && of == validity
            && uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var uid) && uid != 0
            ? uid
            : null;
}
