using Services83.EMail.Commands.Demo;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Sandbox;

namespace Services83.EMail.Commands.Sandbox;

/// <summary>
/// Mailboxes from files: each folder whose name is an address is a mailbox, its <c>.eml</c> files are the INBOX, and folders in it are folders of
/// the mailbox. Everything is in the order of the names, so that ids are the same at each start.
/// </summary>
internal static class MailFolder
{
    private const string Password = "sandbox";
    private const int FirstAssociate = 162;

    /// <exception cref="CommandException">The folder has no mailboxes, or has messages outside of them.</exception>
    public static IReadOnlyList<DemoOwner> Read(DirectoryInfo folder, TimeProvider clock)
    {
        if (!folder.Exists)
        {
            throw new CommandException($"There is no folder {folder.FullName}.");
        }

        if (folder.EnumerateFiles("*.eml").FirstOrDefault() is { } astray)
        {
            throw new CommandException($"{astray.FullName} is in no mailbox: put it into a folder with the address of the mailbox, such as {Path.Combine(folder.Name, "ann@example.com")}.");
        }

        var mailboxes = Sorted(folder.EnumerateDirectories()).Select(mailbox => ReadMailbox(mailbox, clock)).ToArray();
        return mailboxes.Length > 0
            ? [.. mailboxes.Select((mailbox, index) => new DemoOwner(DemoData.FirstAccount + index, FirstAssociate + index, mailbox.User, Password, 0, mailbox))]
            : throw new CommandException($"{folder.FullName} has no mailboxes: make a folder with the address of each, such as {Path.Combine(folder.Name, "ann@example.com")}.");
    }

    private static SandboxAccount ReadMailbox(DirectoryInfo folder, TimeProvider clock)
    {
        if (!folder.Name.Contains('@', StringComparison.Ordinal))
        {
            throw new CommandException($"{folder.FullName} is not named by the address of a mailbox, such as ann@example.com.");
        }

        var account = new SandboxAccount(folder.Name, Password, clock);
        foreach (var (name, use) in ((string, string)[])[("Sent", @"\Sent"), ("Drafts", @"\Drafts"), ("Trash", @"\Trash"), ("Junk", @"\Junk")])
        {
            account.CreateFolder(name, use);
        }

        ReadFolder(folder, "", account, clock);
        return account;
    }

    private static void ReadFolder(DirectoryInfo folder, string name, SandboxAccount account, TimeProvider clock)
    {
        var target = name.Length == 0 ? account.Inbox : account.Find(name) ?? account.CreateFolder(name);
        foreach (var file in Sorted(folder.EnumerateFiles("*.eml")))
        {
            var raw = LineEnds.ToCrLf(File.ReadAllBytes(file.FullName));
            target.Append(raw, flags: null, MimeReader.ReadHeaders(raw).Date ?? clock.GetUtcNow());
        }

        foreach (var below in Sorted(folder.EnumerateDirectories()))
        {
            ReadFolder(below, name.Length == 0 ? below.Name : $"{name}/{below.Name}", account, clock);
        }
    }

    private static IEnumerable<T> Sorted<T>(IEnumerable<T> entries)
        where T : FileSystemInfo => entries.OrderBy(entry => entry.Name, StringComparer.Ordinal);
}
