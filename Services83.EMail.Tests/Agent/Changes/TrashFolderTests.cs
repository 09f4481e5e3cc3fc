using NUnit.Framework;
using Services83.EMail.Agent.Changes;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Tests.Agent.Changes;

[TestFixture]
public sealed class TrashFolderTests
{
    [Test]
    public void The_folder_that_the_server_marks_wins_over_one_with_a_usual_name() =>
        Assert.That(TrashFolder.Find([Folder("Trash"), Folder("Rubbish", @"\HasNoChildren \trash")])?.Name, Is.EqualTo("Rubbish"));

    [TestCase("Deleted Items")]
    [TestCase("deleted messages")]
    [TestCase("Papirkurv")]
    [TestCase("INBOX.Trash")]
    public void A_usual_name_will_do(string name) =>
        Assert.That(TrashFolder.Find([Folder("INBOX"), Folder("Sent"), Folder(name)])?.Name, Is.EqualTo(name));

    [Test]
    public void A_marked_folder_that_cannot_hold_messages_will_not_do() =>
        Assert.That(TrashFolder.Find([Folder("INBOX"), Folder("Gone", @"\Trash \Noselect", selectable: false)]), Is.Null);

    private static StoredFolder Folder(string name, string attributes = "", bool selectable = true) =>
        new() { Name = name, Delimiter = ".", Attributes = attributes, Selectable = selectable };
}
