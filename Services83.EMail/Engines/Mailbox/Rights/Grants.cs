namespace Services83.EMail.Engines.Mailbox.Rights;

/// <summary>What callers may do with the rows in their replies. Replies contain only the caller's own rows; for privileged users,
/// everybody's.</summary>
internal static class Grants
{
    private const ETableRight New = ETableRight.Select | ETableRight.Update | ETableRight.Insert;
    private const ETableRight Full = New | ETableRight.Delete;
    private const ETableRight Partly = ETableRight.Select | ETableRight.Delete | ETableRight.RestrictedUpdate;

    private static readonly Grant Everything = Grant.AllBut(New);

    private static readonly Grant Book = Grant.Only(ETableRight.Select, "Only the administrator changes the address book.");

    private static readonly Grant Told = Grant.Only(ETableRight.Select, "");

    private static readonly Grant Archived = Grant.Only(ETableRight.Select, "E-mail operations cannot change a document.");

    private static readonly Grant Draft = Grant.AllBut(Full, MessageKeys);

    private static readonly Grant NewMessage = Grant.AllBut(New, MessageKeys);

    private static readonly Grant Cached = Grant.Only(
        Partly, KeepsText, nameof(EMailEntity.Flags), nameof(EMailEntity.RepliedAt), nameof(EMailEntity.FolderName), nameof(EMailEntity.EMailSOInfo));

    private static readonly Grant OnServer = Grant.Only(Partly, KeepsText, nameof(EMailEntity.Flags));

    private static readonly Grant Envelope = Grant.Only(Partly, KeepsText);

    private static readonly Grant Folder = Grant.Only(Partly, "A folder cannot be renamed.", nameof(EMailFolder.Subscribed));

    private static readonly Grant Inbox = Grant.Only(
        ETableRight.Select | ETableRight.RestrictedUpdate, "The inbox cannot be deleted or renamed.", nameof(EMailFolder.Subscribed));

    private static readonly Grant Tie = Grant.AllBut(ETableRight.Select | ETableRight.Update, nameof(EMailSOInfo.ArchivedDisplayName));

    private const string KeepsText = "The text of a received or sent message cannot be changed.";

    private static string[] MessageKeys =>
    [
        nameof(EMailEntity.EmailItemId), nameof(EMailEntity.ServerId), nameof(EMailEntity.Size), nameof(EMailEntity.ReceivedAt),
    ];

    /// <param name="carrier">The row.</param>
    /// <param name="outer">The rights on the row that it is a part of; null when it is not a part.</param>
    /// <param name="isPrivileged">Whether the caller may act for others.</param>
    public static Grant Of(Carrier carrier, Grant? outer, bool isPrivileged) => carrier switch
    {
        EMailEntity message => OfMessage(message),
        EMailEnvelope envelope => envelope switch
        {
            { Flags: var flags } when flags.HasFlag(EMailFlags.Draft) => Grant.Only(Full, ""),
            { ServerId: not 0 } => Envelope,
            _ => outer is null ? Everything : Told,
        },
        EMailAddress { EmailId: not 0 } or EMailAddress { AssociateId: not 0 } => Book,
        EMailAttachment { Id.Length: > 0 } when outer is null => Told,
        EMailAddress or EMailAttachment or EMailCustomHeader => PartOf(outer),
        EMailSOInfo => outer is { IsOwn: false, Mask: ETableRight.Select } ? Told : Tie,
        EMailAccount account => OfAccount(account, isPrivileged),
        ServiceAuth => PartOf(outer),
        EMailFolder folder => OfFolder(folder),
        EMailConnectionInfo or EMailConnectionInfoExtended => Everything,
        SyncUserAccount or DocumentEntity or EMailAppointment or Appointment => Told,
        _ => Book,
    };

    private static Grant OfMessage(EMailEntity message) => message switch
    {
        _ when message.Flags.HasFlag(EMailFlags.Draft) && (message.EmailItemId != 0 || message.ServerId != 0) => Draft,
        { EmailItemId: not 0 } => Cached,
        { ServerId: not 0 } => OnServer,
        { EMailSOInfo: { Archived: true, DocumentId: not 0 } } => Archived,
        _ => NewMessage,
    };

    /// <summary>The parts of a message or an account are changed together with it, or not at all.</summary>
    private static Grant PartOf(Grant? outer) => outer switch
    {
        null => Everything,
        { IsOwn: true } => Grant.AllBut(outer.Mask),
        _ => Told,
    };

    private static Grant OfAccount(EMailAccount account, bool isPrivileged)
    {
        string[] told =
        [
            nameof(EMailAccount.EMailAccountId), nameof(EMailAccount.AccountStatus), nameof(EMailAccount.ErrorCount), nameof(EMailAccount.ErrorReason),
        ];
        return Grant.AllBut(account.EMailAccountId == 0 ? New : Full, isPrivileged ? told : [.. told, nameof(EMailAccount.AssociateId)]);
    }

    private static Grant OfFolder(EMailFolder folder) => folder.Name switch
    {
        null or "" => Everything,
        var name when name.Equals("INBOX", StringComparison.OrdinalIgnoreCase) => Inbox,
        _ => Folder,
    };
}
