namespace Services83.EMail.Doors.Dashboard;

/// <summary>What an action has done. A page gets it by its address, so it is a name and no text, which anybody could write into a link.</summary>
internal enum Notice
{
    SignedOut,
    SyncRequested,
    Paused,
    Resumed,
    MailPasswordStored,
    UserAdded,
    UserChanged,
    UserDisabled,
    UserEnabled,
    UserPasswordStored,
    TicketRevoked,
    TicketsRevoked,
    TokenDisabled,
    TokenEnabled,
    TokenRemoved,
    SendsAgain,
    Dropped,
    CopyRetried,
    SyncRetried,
}

internal static class Notices
{
    public const string Parameter = "done";

    /// <summary>The text of a notice; null when there is none of that name.</summary>
    public static string? TextOf(string name) => Enum.TryParse<Notice>(name, out var notice) && Enum.IsDefined(notice) ? TextOf(notice) : null;

    private static string TextOf(Notice notice) => notice switch
    {
        Notice.SignedOut => "You are logged out.",
        Notice.SyncRequested => "The sync is requested. Its progress is shown below.",
        Notice.Paused => "The account is paused: it is synced only on request.",
        Notice.Resumed => "The account is synced again.",
        Notice.MailPasswordStored => "The new password of the mailbox is stored. The account is due at once.",
        Notice.UserAdded => "The user is added.",
        Notice.UserChanged => "The user is changed.",
        Notice.UserDisabled => "The user is disabled. All tickets of the user are ended.",
        Notice.UserEnabled => "The user is enabled.",
        Notice.UserPasswordStored => "The new password is stored. All tickets of the user are ended.",
        Notice.TicketRevoked => "The ticket is revoked. Its caller has to log in again.",
        Notice.TicketsRevoked => "All tickets of the user are revoked.",
        Notice.TokenDisabled => "The application is disabled.",
        Notice.TokenEnabled => "The application is enabled.",
        Notice.TokenRemoved => "The application is removed.",
        Notice.SendsAgain => "The server sends the message again, once, to all its recipients.",
        Notice.Dropped => "The message is dropped.",
        Notice.SyncRetried => "The queued sync is retried soon.",
        Notice.CopyRetried => "The server files the copy of the message soon.",
    };
}
