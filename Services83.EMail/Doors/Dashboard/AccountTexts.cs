using System.Globalization;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail.Changes;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>The words for the states of accounts and their work.</summary>
internal static class AccountTexts
{
    /// <summary>The word for one of <see cref="StateCounts.AccountStates"/>.</summary>
    public static string Name(string state) => state switch
    {
        "disabled" => "paused",
        "unknown" => "not synced yet",
        _ => state,
    };

    public static string State(AccountLine account) =>
        account.State is "failing" or "failed" ? $"{account.State} ({account.ErrorCount})" : Name(account.State);

    /// <summary>What is being done with an account at this moment.</summary>
    public static string Now(AccountLine account) => account switch
    {
        { RequestedAt: null } => "No sync is requested.",
        { RetryAt: { } at } => string.Create(CultureInfo.InvariantCulture, $"The next attempt is at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC."),
        { Running: false } => "Waits for its turn.",
        { Total: 0 } => "Runs: reading the folders.",
        _ => $"Runs: {account.Done} of {account.Total} messages, {account.Folder}",
    };

    public static string Name(MailProtocol protocol) => protocol switch
    {
        MailProtocol.Imap => "IMAP",
        MailProtocol.Pop3 => "POP3",
        MailProtocol.Smtp => "SMTP",
    };

    /// <summary>What a client wanted to change.</summary>
    public static string Name(ChangeKind kind) => kind switch
    {
        ChangeKind.SetFlag => "set a flag",
        ChangeKind.ClearFlag => "clear a flag",
        ChangeKind.Move => "move",
        ChangeKind.Delete => "delete",
        ChangeKind.Subscribe => "subscribe",
        ChangeKind.Unsubscribe => "unsubscribe",
        ChangeKind.Append => "store a new message",
    };

    /// <summary>What an operator can do about a change that the server has refused, or that is put aside.</summary>
    public static string Advice(RefusedChangeKind kind) => kind switch
    {
        RefusedChangeKind.Held => "It is tried again by itself. “Sync now” does not change that; the log says more about the failure.",
        RefusedChangeKind.Append => "The message stays here. Moving it or saving it again in the client makes a new attempt.",
        RefusedChangeKind.Other => "The cache shows the server's state again. Solve what the server says, then repeat the change in the client.",
    };

    public static RefusedChangeKind KindOf(Storage.Mail.RefusedChange change) =>
        !change.Rejected ? RefusedChangeKind.Held : change.Kind == ChangeKind.Append ? RefusedChangeKind.Append : RefusedChangeKind.Other;
}

/// <summary>Kinds of changes that an operator treats differently.</summary>
internal enum RefusedChangeKind
{
    /// <summary>Put aside after failures that have nothing to do with the server.</summary>
    Held,

    /// <summary>A new message that the server has refused for good.</summary>
    Append,

    /// <summary>Another change that the server has refused for good.</summary>
    Other,
}
