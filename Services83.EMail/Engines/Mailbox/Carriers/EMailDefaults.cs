namespace Services83.EMail.Engines.Mailbox.Carriers;

/// <summary>The results of the <c>CreateDefault…</c> operations: carriers to fill in, with empty texts and lists instead of null.</summary>
internal static class EMailDefaults
{
    private const int ImapsPort = 993;
    private const int SubmissionsPort = 465;

    public static EMailAddress Address() => new() { Address = "", Name = "", ContactName = "", PersonName = "", DuplicatePersonIds = [] };

    public static EMailAttachment Attachment() => new()
    {
        Description = "",
        Filename = "",
        Type = "application/octet-stream",
        Encoding = "base64",
        Disposition = "attachment",
        Id = "",
        Stream = [],
    };

    public static EMailConnectionInfo ConnectionInfo() => new()
    {
        ServerName = "",
        UserName = "",
        Password = "",
        Folder = "INBOX",
        UseSSL = true,
    };

    public static EMailConnectionInfoExtended ConnectionInfoExtended() => new()
    {
        Port = ImapsPort,
        ServerName = "",
        Protocol = "IMAP",
        UserName = "",
        Password = "",
        UseSSL = true,
        Folder = "INBOX",
    };

    public static EMailCustomHeader CustomHeader() => new() { Name = "", Values = [] };

    public static EMailEntity Entity() => new()
    {
        To = [],
        Cc = [],
        Bcc = [],
        Subject = "",
        HTMLBody = "",
        PlainBody = "",
        From = Address(),
        Priority = EMailPriority.Normal,
        MessageID = "",
        EMailSOInfo = SOInfo(),
        Attachments = [],
        CustomHeaderList = [],
        FolderName = "",
    };

    public static EMailEnvelope Envelope() => new()
    {
        MessageId = "",
        Subject = "",
        From = Address(),
        To = [],
        Priority = EMailPriority.Normal,
        EMailSOInfo = SOInfo(),
    };

    public static EMailFolder Folder() => new() { Name = "", Delimiter = "/", Flags = "", Subscribed = true };

    public static EMailSOInfo SOInfo() => new() { ArchivedDisplayName = "" };

    public static EMailAccount Account(int associateId, string emailAddress) => new()
    {
        EMailAddress = emailAddress,
        AssociateId = associateId,
        IncomingCredentials = Login(ImapsPort, emailAddress),
        OutgoingCredentials = Login(SubmissionsPort, emailAddress),
        ErrorReason = "",
    };

    private static ServiceAuth Login(int port, string userName) => new()
    {
        Server = "",
        Port = port,
        AuthType = "",
        Username = userName,
    };
}
