using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.NamedServer;

/// <summary>Folders that cannot be, on a real server.</summary>
[Category(Tier.Servers)]
[CancelAfter(120_000)]
public sealed class FolderRefusalTests() : NamedServerFixture(RealServer.Dovecot)
{
    [Test]
    public async Task A_folder_to_describe_that_is_not_there_is_named()
    {
        var error = Refused(await AskAsync("GetFolderInfo", Named(TakeUser()), ("Folders", new[] { "INBOX", "Nowhere" })), "NotFound");

        Assert.That(error.Parameters!["Folders"], Is.EqualTo("Nowhere"));
    }

    [TestCase("CreateFolder", null)]
    [TestCase("CreateFolder", "")]
    [TestCase("CreateFolder", "line\nbreak")]
    [TestCase("DeleteFolder", null)]
    [TestCase("DeleteFolder", "Inbox")]
    public async Task What_cannot_be_a_folder_to_make_or_delete_is_refused(string operation, string? folder)
    {
        var error = Refused(await AskAsync(operation, Named(TakeUser(), folder)), "InvalidArgument");

        Assert.That(error.Parameters!["argument"], Is.EqualTo("Folder"));
    }

    [Test]
    public async Task Nothing_is_subscribed_to_when_one_of_the_folders_has_no_name()
    {
        var user = TakeUser();
        await CreateAsync(user, "Orders");
        var changes = new[] { new EMailFolder { Name = "Orders", Subscribed = true }, new EMailFolder { Subscribed = true } };

        var error = Refused(await AskAsync("SetSubscription", Named(user), ("Folders", changes)), "InvalidArgument");

        Assert.That(error.Message, Is.EqualTo("Folder 1 of the list has no name."));
        var folders = await ReadAsync<EMailFolder[]>("GetFolderInfo", Named(user), ("Folders", new[] { "Orders" }));
        Assert.That(folders!.Single().Subscribed, Is.False);
    }

    [TestCase(0)]
    [TestCase(null)]
    public async Task No_folders_to_subscribe_to_is_no_error(int? count) => Succeeded(await AskAsync(
        "SetSubscription", Named(TakeUser()), ("Folders", count is null ? null : Array.Empty<EMailFolder>())));

    [Test]
    public async Task Too_many_folders_to_subscribe_to_are_refused()
    {
        var many = Enumerable.Range(0, 2000).Select(number => new EMailFolder { Name = $"F{number}" }).ToArray();

        var error = Refused(await AskAsync("SetSubscription", Named(TakeUser()), ("Folders", many)), "InvalidArgument");

        Assert.That(error.Message, Does.Contain("at most 1000 folders, not 2000"));
    }
}
