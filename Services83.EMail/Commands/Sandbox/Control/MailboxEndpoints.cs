using Services83.EMail.Sandbox;

namespace Services83.EMail.Commands.Sandbox.Control;

/// <summary>Reads and changes the mailboxes, as another mail client would.</summary>
internal static class MailboxEndpoints
{
    public const string MessageType = "message/rfc822";

    public static void Map(WebApplication app, MailServers mail)
    {
        app.MapGet("/mailboxes", () => mail.Imap.Accounts.Select(mailbox => new { mailbox.User, Folders = mailbox.Folders.Select(Describe) }));
        app.MapGet("/mailboxes/{user}", (string user, string? folder) => FolderOf(mail, user, folder).Messages.Select(Describe));
        app.MapGet("/mailboxes/{user}/{uid}", (string user, uint uid, string? folder) =>
            Results.Bytes(Message(FolderOf(mail, user, folder), uid).Raw.ToArray(), MessageType));
        app.MapPost("/mailboxes/{user}", (HttpRequest request, string user, string? folder, string? flags, CancellationToken cancellationToken) =>
            AddAsync(request, FolderOf(mail, user, folder), flags, cancellationToken));
        app.MapDelete("/mailboxes/{user}/{uid}", (string user, uint uid, string? folder) =>
        {
            var there = FolderOf(mail, user, folder);
            there.Expunge(Message(there, uid).Uid);
        });
    }

    private static async Task<object> AddAsync(HttpRequest request, SandboxFolder folder, string? flags, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        if (body.Length == 0)
        {
            throw ControlException.Wrong("The body is empty: send the message, header and text.");
        }

        var raw = LineEnds.ToCrLf(body.ToArray());
        return new { Uid = folder.Append(raw, flags?.Split(' ', StringSplitOptions.RemoveEmptyEntries)) };
    }

    private static SandboxFolder FolderOf(MailServers mail, string user, string? folder)
    {
        var mailbox = mail.Imap.Accounts.FirstOrDefault(account => account.User.Equals(user, StringComparison.OrdinalIgnoreCase))
            ?? throw ControlException.Missing($"There is no mailbox '{user}', only {string.Join(", ", mail.Imap.Accounts.Select(account => account.User))}.");
        return mailbox.Find(folder ?? "INBOX") is { IsSelectable: true } found
            ? found
            : throw ControlException.Missing($"The mailbox {mailbox.User} has no folder '{folder}' for messages, only {string.Join(", ", mailbox.Folders.Where(one => one.IsSelectable).Select(one => one.Name))}.");
    }

    private static SandboxMessage Message(SandboxFolder folder, uint uid) =>
        folder.Find(uid) ?? throw ControlException.Missing($"The folder {folder.Name} has no message {uid}.");

    private static object Describe(SandboxFolder folder) => new
    {
        folder.Name,
        folder.UidValidity,
        folder.UidNext,
        Messages = folder.Messages.Count,
        Unread = folder.Messages.Count(message => !message.Flags.Contains(@"\Seen")),
    };

    private static object Describe(SandboxMessage message) =>
        new { message.Uid, Flags = string.Join(' ', message.Flags), Received = message.InternalDate, Size = message.Raw.Length };
}
