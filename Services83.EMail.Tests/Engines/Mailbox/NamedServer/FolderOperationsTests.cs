using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.NamedServer;

[Category(Tier.Servers)]
[TestFixture(RealServer.Dovecot)]
[TestFixture(RealServer.Mailutils)]
[CancelAfter(120_000)]
public sealed class FolderOperationsTests(RealServer kind) : NamedServerFixture(kind)
{
    /// <summary>GNU imap4d gives its inbox no delimiter.</summary>
    private string Inbox => Kind == RealServer.Dovecot ? "/§INBOX" : "§INBOX";

    [Test]
    public async Task The_right_password_is_true_and_a_wrong_one_is_false_with_the_servers_words()
    {
        var user = TakeUser();

        var right = await AskAsync("AuthenticateIncoming", Named(user));
        var wrong = await AskAsync("AuthenticateIncoming", Named(user, password: "wrong"));

        Assert.That(Succeeded(right).Read<bool>(), Is.True);
        Assert.That(Succeeded(wrong).Read<bool>(), Is.False);
        Assert.That(wrong.ExtraInfo["Reason"], Does.Contain("refused the credentials: ").And.Not.Contain("wrong"));
    }

    [Test]
    public async Task Folders_are_listed_with_their_delimiter_the_inbox_first()
    {
        var user = TakeUser();
        await CreateAsync(user, "Orders", "Orders/2026", "Blåbær", "a%b");

        var lines = await ReadAsync<string[]>("GetFolderList", Named(user), ("IncludeItemCount", false));

        Assert.That(lines![0], Is.EqualTo(Inbox));
        Assert.That(lines, Is.SupersetOf(new[] { "/§Blåbær", "/§Orders", "/§Orders/2026", "/§a%b" }));
    }

    [Test]
    public async Task Folders_are_listed_with_unread_and_all_messages()
    {
        var user = TakeUser();
        await CreateAsync(user, "Orders");
        var ids = await FillAsync(user, "Orders", Letter("one"), Letter("two"), Letter("three"));
        Succeeded(await AskAsync("MarkAsRead", Named(user, "Orders"), ("MessageServerIds", ids[..1]), ("Read", true)));

        var lines = await ReadAsync<string[]>("GetFolderList", Named(user), ("IncludeItemCount", true));

        Assert.That(lines, Does.Contain("/§Orders§2§3").And.Contain(Inbox + "§0§0"));
        Assert.That(await ReadAsync<int>("GetFolderEMailCount", Named(user, "Orders"), ("OnlyUnread", false)), Is.EqualTo(3));
        Assert.That(await ReadAsync<int>("GetFolderEMailCount", Named(user, "Orders"), ("OnlyUnread", true)), Is.EqualTo(2));
    }

    [Test]
    public async Task Folders_are_described_by_name_or_by_subscription()
    {
        var user = TakeUser();
        await CreateAsync(user, "Orders", "Other");
        await FillAsync(user, "Orders", Letter("one"));
        var changes = new[] { new EMailFolder { Name = "Orders", Subscribed = true }, new EMailFolder { Name = "Other", Subscribed = false } };
        Succeeded(await AskAsync("SetSubscription", Named(user), ("Folders", changes)));

        var named = await ReadAsync<EMailFolder[]>("GetFolderInfo", Named(user), ("Folders", new[] { "Other", "inbox", "Orders" }));
        var subscribed = await ReadAsync<EMailFolder[]>("GetFolderInfo", Named(user), ("Folders", null));

        Assert.That(named!.Select(folder => folder.Name), Is.EqualTo(new[] { "Other", "INBOX", "Orders" }));
        Assert.That((named![2].TotalItems, named[2].UnreadItems, named[2].Subscribed, named[2].Delimiter), Is.EqualTo((1, 1, true, "/")));
        Assert.That(named[0].Subscribed, Is.False);
        Assert.That(subscribed!.Select(folder => folder.Name), Does.Contain("Orders").And.Contain("INBOX").And.Not.Contain("Other"));
        Assert.That(await ReadAsync<EMailFolder[]>("GetFolderInfo", Named(user), ("Folders", Array.Empty<string>())), Is.Empty);
    }

    [TestCase("Plain")]
    [TestCase("Deep/er/still")]
    [TestCase("Blåbær & Søn")]
    [TestCase("日本語")]
    [TestCase("100% *sure")]
    public async Task A_folder_is_created_and_deleted_whatever_its_name(string name)
    {
        var user = TakeUser();

        Succeeded(await AskAsync("CreateFolder", Named(user, name)));
        var ids = await FillAsync(user, name, Letter("inside"));
        var count = await ReadAsync<int>("GetFolderEMailCount", Named(user, name), ("OnlyUnread", false));
        Succeeded(await AskAsync("Delete", Named(user, name), ("MessageServerIds", ids)));
        Succeeded(await AskAsync("DeleteFolder", Named(user, name)));

        Assert.That(count, Is.EqualTo(1));
        var lines = await ReadAsync<string[]>("GetFolderList", Named(user), ("IncludeItemCount", false));
        Assert.That(lines, Has.None.EqualTo($"/§{name}"));
    }

    [Test]
    public async Task A_folder_is_new_only_when_something_has_arrived_since_the_last_question()
    {
        var user = TakeUser();
        await FillAsync(user, "INBOX", Letter("first"));
        Task<bool> Ask() => ReadAsync<bool>("GetFolderHasNewEMail", Named(user));

        Assert.That(await Ask(), Is.True, "there is an unread message");
        Assert.That(await Ask(), Is.False, "nothing has arrived since");
        await FillAsync(user, "INBOX", Letter("second"));
        Assert.That(await Ask(), Is.True);
        Assert.That(await Ask(), Is.False);
    }

    [Test]
    public async Task What_another_associate_has_seen_is_still_new_for_this_one()
    {
        var user = TakeUser();
        await FillAsync(user, "INBOX", Letter("first"));

        Assert.That(await ReadAsync<bool>("GetFolderHasNewEMail", Named(user)), Is.True);
        var other = await CallAsync(Support.SoapTestServer.Bob, "GetFolderHasNewEMail", ("ConnectionInfo", Named(user)));
        Assert.That(Succeeded(other).Read<bool>(), Is.True);
    }

    [TestCase("GetFolderEMailCount")]
    [TestCase("GetFolderHasNewEMail")]
    [TestCase("DeleteFolder")]
    [TestCase("EmptyFolder")]
    [TestCase("GetEMailEnvelopes")]
    [TestCase("MarkAsRead")]
    public async Task A_folder_that_is_not_there_is_named_with_the_servers_words(string operation)
    {
        var user = TakeUser();

        var error = Refused(await AskAsync(operation, Named(user, "No/such")), "NotFound");

        Assert.That(error.Parameters!["Folder"], Is.EqualTo("No/such"));
        Assert.That(error.Message, Does.Match("^Mail server 127.0.0.1 has no folder 'No/such': .+"));
    }

    [Test]
    public async Task A_folder_that_exists_is_not_created_again()
    {
        var user = TakeUser();
        await CreateAsync(user, "Twice");

        var reply = await AskAsync("CreateFolder", Named(user, "Twice"));

        Assert.That(reply.Error!.ExceptionType, Is.EqualTo(Kind == RealServer.Dovecot ? "InvalidArgument" : "MailServer"));
        Assert.That(reply.Error.Message, Does.Contain("'Twice': "));
    }
}
