using System.Globalization;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.NamedServer;

/// <summary>What callers do with an account with POP3, over SOAP and with a real server.</summary>
[Category(Tier.Servers)]
[CancelAfter(120_000)]
public sealed class MaildropOperationsTests() : NamedServerFixture(RealServer.Dovecot)
{
    [Test]
    public async Task An_account_with_POP3_is_saved_synced_and_worked_with()
    {
        var user = TakeUser();
        await FillAsync(user, "INBOX", Letter("one"), Letter("two"), Letter("three"));
        var account = await SaveAsync(user);
        var isAccepted = await GetAsync<bool>(Anna, "TestAuthenticate");
        var news = await GetAsync<EMailEnvelope[]>(Anna, "GetNewMail", ("Folders", null));
        var again = await GetAsync<EMailEnvelope[]>(Anna, "GetNewMail", ("Folders", null));
        Succeeded(await AskAsync("CreateFolder", OnPop3(user, "Orders")));
        var folders = await GetAsync<EMailFolder[]>(Anna, "CacheFolderList");
        var orders = folders!.Single(folder => folder.Name == "Orders").EmailFolderId;
        Succeeded(await CallAsync(Anna, "MoveEmailsToFolder", [("FolderId", orders), ("EmailItemIds", await IdsAsync("one"))]));
        Succeeded(await CallAsync(Anna, "MoveEmailsToTrash", ("Ids", await IdsAsync("three"))));
        Succeeded(await CallAsync(Anna, "DeleteEmails", ("Ids", await IdsAsync("two")), ("MoveToFolder", null)));
        var refreshed = await ReadAsync<int>("RefreshFolder", OnPop3(user), ("Folders", new[] { "Orders" }));
        var after = await GetAsync<EMailFolder[]>(Anna, "CacheFolderList");

        Assert.That((account.IncomingCredentials!.Server, isAccepted, refreshed), Is.EqualTo(("pop3s://127.0.0.1", true, 0)));
        Assert.That((news!.Length, again!.Length), Is.EqualTo((3, 0)));
        Assert.That(after!.Select(folder => (folder.Name, folder.TotalItems)), Is.EquivalentTo(new[] { ("INBOX", 0), ("Drafts", 0), ("Orders", 1), ("Sent", 0), ("Trash", 1) }));
        Assert.That(await SubjectsAsync(user, "INBOX"), Is.EqualTo(new[] { "one", "three" }));
    }

    [Test]
    public async Task What_belongs_to_others_or_to_another_protocol_is_not_found()
    {
        var user = TakeUser();
        await SaveAsync(user);

        Refused(await CallAsync(SoapTestServer.Bob, "CreateFolder", ("ConnectionInfo", OnPop3(user, "Orders"))), "NotFound");
        Refused(await AskAsync("RefreshFolder", Named(user), ("Folders", null)), "NotFound");
        Refused(await AskAsync("DeleteFolder", OnPop3(user, "Nothing")), "NotFound");
        Refused(await AskAsync("DeleteFolder", OnPop3(user, "Sent")), "InvalidArgument");
        Refused(await AskAsync("RefreshFolder", OnPop3(user, password: "wrong"), ("Folders", null)), "MailServer");
    }

    private async Task<int[]> IdsAsync(string subject) => [(await FindAsync(Anna, $"{subject}@test.example"))!.EmailItemId];

    private async Task<EMailAccount> SaveAsync(string user) => (await GetAsync<EMailAccount>(Anna, "SaveEMailAccount", ("EMailAccount", new EMailAccount
    {
        EMailAddress = $"{user}@test.example",
        IncomingCredentials = new ServiceAuth { Server = "pop3s://127.0.0.1", Port = Dovecot.Pop3sPort, Username = user, Password = PasswordOf(user) },
    })))!;

    private EMailConnectionInfo OnPop3(string user, string? folder = null, string? password = null)
    {
        var info = Named(user, folder, password);
        info.ServerName = string.Create(CultureInfo.InvariantCulture, $"pop3s://127.0.0.1:{Dovecot.Pop3sPort}");
        return info;
    }
}
