namespace Services83.EMail.Mail.Imap;

/// <summary>The system flags (RFC 3501, 2.3.2) in the spelling that this library always uses for them.</summary>
public static class ImapFlags
{
    public const string Seen = @"\Seen";
    public const string Answered = @"\Answered";
    public const string Flagged = @"\Flagged";
    public const string Deleted = @"\Deleted";
    public const string Draft = @"\Draft";

    internal static readonly string[] System = [Seen, Answered, Flagged, Deleted, Draft];
}
