using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Folders;

/// <summary>CacheFolderList and RefreshFolderForAssociate.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class FolderTests : SoapFixture
{
    [SetUp]
    public async Task Start()
    {
        await StartAsync();
        AnnasMail.Inbox.Append(Letter("\"quoted\" <b> \\ & Søn"), [@"\Seen"]);
        AnnasMail.Inbox.Append(Letter("unread"));
        await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
    }

    [Test]
    public async Task The_servers_folders_are_listed_with_stable_keys()
    {
        var folders = await GetAsync<EMailFolder[]>(SoapTestServer.Anna, "CacheFolderList");

        Assert.That(folders!.Select(folder => folder.Name), Is.EquivalentTo(AnnasMail.Folders.Select(folder => folder.Name)));
        Assert.That(folders!.Select(folder => folder.EmailFolderId), Is.Unique.And.All.Positive);
        var inbox = folders![0];
        Assert.That((inbox.Name, inbox.Delimiter, inbox.TotalItems, inbox.UnreadItems, inbox.Subscribed), Is.EqualTo(("INBOX", "/", 2, 1, true)));
        Assert.That(folders.Single(folder => folder.Name == "Sent").Flags, Does.Contain(@"\Sent"));
        AnnasMail.CreateFolder("New");
        var again = await GetAsync<EMailFolder[]>(SoapTestServer.Anna, "CacheFolderList");
        Assert.That(again, Has.Length.EqualTo(folders.Length + 1));
        Assert.That(again!.Where(folder => folder.Name != "New").Select(folder => folder.EmailFolderId), Is.EqualTo(folders.Select(folder => folder.EmailFolderId)));
    }

    [Test]
    public async Task A_server_that_refuses_is_told_in_its_words()
    {
        Server.Mail.Faults.RefuseLogin();

        Refused(await CallAsync(SoapTestServer.Anna, "CacheFolderList"), "MailServer");
        var error = Refused(await CallAsync(SoapTestServer.Anna, "RefreshFolderForAssociate"), "MailServer");

        Assert.That(error.Message, Does.Contain("Authentication failed"));
    }

    [Test]
    public async Task Without_an_account_there_are_no_folders()
    {
        Refused(await CallAsync(SoapTestServer.Bob, "CacheFolderList"), "NotFound");
        Refused(await CallAsync(SoapTestServer.Bob, "RefreshFolderForAssociate"), "NotFound");
    }

    [Test]
    public async Task A_named_folder_is_synced_and_described()
    {
        AnnasMail["Blåbær & Søn"].Append(Letter("bær"));

        var json = await GetAsync<string>(SoapTestServer.Anna, "RefreshFolderForAssociate", ("Folders", new[] { "INBOX", "Blåbær & Søn", "INBOX" }));

        using var document = JsonDocument.Parse(json!);
        var folders = document.RootElement.EnumerateArray().ToArray();
        Assert.That(folders.Select(folder => folder.GetProperty("Name").GetString()), Is.EqualTo(new[] { "INBOX", "Blåbær & Søn" }));
        Assert.That(folders.Select(folder => folder.GetProperty("UnreadItems").GetInt32()), Is.EqualTo(new[] { 1, 1 }));
        var emails = folders[0].GetProperty("Emails").EnumerateArray().ToArray();
        Assert.That(emails.Select(email => email.GetProperty("Subject").GetString()), Does.Contain("\"quoted\" <b> \\ & Søn"));
        Assert.That(
            emails[0].EnumerateObject().Select(member => member.Name),
            Is.EqualTo(new[] { "EmailItemId", "ServerId", "MessageID", "Subject", "From", "Sent", "ReceivedAt", "Flags", "Size" }));
        Assert.That(emails[0].GetProperty("Sent").GetDateTime(), Is.EqualTo(new DateTime(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc)));
    }

    [TestCase("Nowhere")]
    [TestCase("")]
    [TestCase(null)]
    public async Task A_folder_that_the_account_does_not_have_is_not_found(string? name) => Assert.That(
        Refused(await CallAsync(SoapTestServer.Anna, "RefreshFolderForAssociate", ("Folders", new[] { name })), "NotFound").Parameters?["Folders"],
        Is.EqualTo(name ?? ""));
}
