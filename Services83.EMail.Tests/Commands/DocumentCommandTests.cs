using System.Text;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands;

[Category(Tier.Programs)]
[CancelAfter(60_000)]
public sealed class DocumentCommandTests : ProgramFixture
{
    private const string Mail = "From: Carl <carl@test.example>\r\nTo: anna@test.example\r\nSubject: =?utf-8?Q?Bl=C3=A5b=C3=A6r?=\r\n\r\nred \u001B[31m\r\n";

    [SetUp]
    public Task AddAnna() => AddUserAsync("anna");

    [Test]
    public async Task A_file_is_archived_listed_shown_and_deleted()
    {
        var added = await MustRunAsync("", "document", "add", await WriteAsync(Mail), "--associate", "ANNA");
        var shared = await MustRunAsync("", "document", "add", await WriteAsync(Mail), "--associate", "anna", "--shared", "--title", "Offer");
        var listed = await MustRunAsync("", "document", "list");
        var shown = await MustRunAsync("", "document", "show", "1");
        var raw = await RunProcessAsync("document", "show", "1", "--raw");
        var deleted = await MustRunAsync("", "document", "delete", "1");

        Assert.That((added.Output, shared.Output, deleted.Output), Is.EqualTo(("Document 1 is added.", "Document 2 is added.", "Document 1 is deleted.")));
        Assert.That(listed.Rows.Select(row => row[..5]), Is.EqualTo(new[] { new[] { "1", "Blåbær", "anna", "no", $"{Mail.Length}" }, ["2", "Offer", "anna", "yes", $"{Mail.Length}"] }));
        Assert.That(shown.Output, Does.Contain("From: Carl <carl@test.example>").And.Contain("Subject: Blåbær").And.Contain("red \uFFFD[31m"));
        Assert.That(raw.Output.ReplaceLineEndings("\n"), Does.StartWith("From: Carl").And.Contain("\u001B[31m"));
        foreach (var verb in new[] { "show", "delete" })
        {
            var gone = await RunAsync("document", verb, "1");
            Assert.That((gone.ExitCode, gone.Error), Is.EqualTo((1, "There is no document 1.")));
        }
    }

    [Test]
    public async Task A_cached_message_is_archived_for_the_owner_of_its_account()
    {
        var mailbox = Mailbox("anna", messages: 1);
        var server = await StartMailServerAsync(mailbox);
        await ImportAsync(server, "anna", mailbox);
        await MustRunAsync("", ["sync", .. SettingsFor(server)]);

        var added = await MustRunAsync("", "document", "add", "--message", "1");
        var listed = await MustRunAsync("", "document", "list");
        var unknown = await RunAsync("document", "add", "--message", "4711");

        Assert.That(added.Output, Is.EqualTo("Document 1 is added."));
        Assert.That(listed.Rows.Single()[..3], Is.EqualTo(new[] { "1", "anna 1", "anna" }));
        Assert.That((unknown.ExitCode, unknown.Error), Is.EqualTo((1, "There is no cached message 4711.")));
    }

    [Test]
    public async Task What_cannot_be_archived_is_refused()
    {
        var (mail, text) = (await WriteAsync(Mail), await WriteAsync("no message", "text.eml"));
        var none = Path.Combine(Folder, "none.eml");
        (string[] Arguments, string Reason)[] cases =
        [
            ([], "Either a file or --message is needed."),
            ([mail, "--message", "1"], "Either a file or --message is needed."),
            ([mail], "Name the owner: --associate."),
            ([mail, "--associate", "nobody"], "There is no associate with the login name 'nobody'."),
            ([none, "--associate", "anna"], $"There is no file {none}."),
            ([text, "--associate", "anna"], $"{text} is not a message: its header has neither From nor Date nor Message-ID."),
        ];

        foreach (var (arguments, reason) in cases)
        {
            var result = await RunAsync(["document", "add", .. arguments]);
            Assert.That((result.ExitCode, result.Error), Is.EqualTo((1, reason)));
        }

        Assert.That((await MustRunAsync("", "document", "list")).Rows, Is.Empty);
    }

    private async Task<string> WriteAsync(string text, string name = "mail.eml")
    {
        var file = Path.Combine(Folder, name);
        await File.WriteAllTextAsync(file, text, new UTF8Encoding(false), Deadline);
        return file;
    }
}
