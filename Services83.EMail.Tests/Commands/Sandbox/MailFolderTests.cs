using System.Text;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands.Sandbox;

/// <summary>Mailboxes from a folder of files, and what is told of one that cannot be used.</summary>
[Category(Tier.Engines)]
[CancelAfter(30_000)]
public sealed class MailFolderTests : CommandFixture
{
    private static readonly EMail.Sandbox.SandboxClock Clock = new(EMail.Commands.Sandbox.SandboxChoice.DefaultNow);

    [Test]
    public void Each_folder_named_by_an_address_is_a_mailbox_in_the_order_of_the_names()
    {
        Write("mail/b@test.example/2.eml", "Subject: second\n\n");
        Write("mail/b@test.example/1.eml", "Subject: first\nDate: Fri, 2 Jan 2026 10:00:00 +0000\n\ntext\n");
        Write("mail/b@test.example/Orders/2025/3.eml", "Subject: old\r\n\r\n");
        Write("mail/a@test.example/notes.txt", "no mail");

        var owners = EMail.Commands.Sandbox.MailFolder.Read(new DirectoryInfo(Path.Combine(Folder, "mail")), Clock);

        Assert.That(owners.Select(owner => (owner.AccountId, owner.AssociateId, owner.Login)), Is.EqualTo(new[] { (90, 162, "a@test.example"), (91, 163, "b@test.example") }));
        var inbox = owners[1].Mailbox.Inbox.Messages;
        Assert.That(inbox.Select(message => Encoding.ASCII.GetString(message.Raw.Span)), Is.EqualTo(
            ["Subject: first\r\nDate: Fri, 2 Jan 2026 10:00:00 +0000\r\n\r\ntext\r\n", "Subject: second\r\n\r\n"]));
        Assert.That(inbox[0].InternalDate, Is.EqualTo(new DateTimeOffset(2026, 1, 2, 10, 0, 0, TimeSpan.Zero)));
        Assert.That(inbox[1].InternalDate, Is.EqualTo(Clock.GetUtcNow()), "a message without a date");
        Assert.That(owners[1].Mailbox["Orders/2025"].Messages, Has.Exactly(1).Items);
        Assert.That(owners[0].Mailbox.Inbox.Messages, Is.Empty);
    }

    [TestCase("mail/1.eml", "is in no mailbox")]
    [TestCase("mail/inbox/1.eml", "is not named by the address")]
    [TestCase("other/1.eml", "There is no folder")]
    public async Task What_cannot_be_used_is_told_before_anything_starts(string file, string expected)
    {
        Write(file, "Subject: x\n\n");

        var result = await RunWithoutDataAsync("sandbox", "--free-ports", "--mail", Path.Combine(Folder, "mail"));

        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Error, Does.Contain(expected).And.Not.Contain("\n"));
    }

    [TestCase("--now must be a time", "--now", "yesterday")]
    [TestCase("needs --with-server", "--urls=http://127.0.0.1:0")]
    [TestCase("leave out --Storage:DataFolder=./data", "--with-server", "--free-ports", "--Storage:DataFolder=./data")]
    [TestCase("'imap5'", "--capabilities", "imap5")]
    public async Task A_wrong_option_is_told(string expected, params string[] options)
    {
        var result = await RunWithoutDataAsync(["sandbox", .. options]);

        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Error, Does.Contain(expected));
    }

    /// <summary>Without the settings of a test's database, which a sandbox refuses.</summary>
    private static Task<ProgramResult> RunWithoutDataAsync(params string[] arguments) => CommandRunner.RunAsync("", arguments);

    private void Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
