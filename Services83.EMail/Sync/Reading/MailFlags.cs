using Services83.EMail.Mail.Imap;

namespace Services83.EMail.Sync.Reading;

/// <summary>The contract's flags and IMAP's, which have the same names. The contract has no keywords.</summary>
internal static class MailFlags
{
    private static readonly (string Imap, EMailFlags Contract)[] Pairs =
    [
        (ImapFlags.Seen, EMailFlags.Seen),
        (ImapFlags.Answered, EMailFlags.Answered),
        (ImapFlags.Flagged, EMailFlags.Flagged),
        (ImapFlags.Deleted, EMailFlags.Deleted),
        (ImapFlags.Draft, EMailFlags.Draft),
    ];

    public static EMailFlags FromImap(IEnumerable<string> flags)
    {
        var result = default(EMailFlags);
        foreach (var flag in flags)
        {
            result |= Pairs.FirstOrDefault(pair => pair.Imap.Equals(flag, StringComparison.OrdinalIgnoreCase)).Contract;
        }

        return result;
    }

    /// <summary>The names of several flags; flags that only a server can set are left out.</summary>
    public static IEnumerable<string> ToImapList(EMailFlags flags) =>
        Pairs.Where(pair => flags.HasFlag(pair.Contract)).Select(pair => pair.Imap);

    /// <summary>Each of the flags that clients may set; only the server sets \Recent.</summary>
    public static IEnumerable<EMailFlags> Settable(EMailFlags flags) =>
        Pairs.Select(pair => pair.Contract).Where(flag => flags.HasFlag(flag));

    /// <summary>The name of one flag.</summary>
    public static string ToImap(EMailFlags flag) => Pairs.First(pair => pair.Contract == flag).Imap;
}
