using System.Text;
using NUnit.Framework;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Tests.Storage;

[TestFixture]
public sealed class SpecialFoldersTests
{
    [Test]
    public void The_folder_that_the_server_marks_wins_over_one_with_a_usual_name() =>
        Assert.That(
            SpecialFolders.Find([Folder("Trash"), Folder("Rubbish", @"\HasNoChildren \trash")], SpecialUse.Trash)?.Name, Is.EqualTo("Rubbish"));

    [TestCase(SpecialUse.Sent, "Sent", "Sent Items", "Sendte elementer", "Sendt post", "Skickat", "Gesendete Elemente", "Verzonden items")]
    [TestCase(SpecialUse.Drafts, "Drafts", "Utkast", "Kladder", "Kladd", "Entwürfe", "Concepten")]
    [TestCase(SpecialUse.Trash, "Deleted Items", "deleted messages", "Papirkurv", "Slettet post", "Papperskorgen", "Papierkorb", "Prullenbak")]
    [TestCase(SpecialUse.Junk, "Spam", "Junk E-mail", "Søppelpost", "Uønsket mail", "Skräppost", "Junk-E-Mail", "Ongewenste e-mail")]
    public void A_usual_name_will_do_at_the_top_or_below_the_inbox(SpecialUse use, params string[] names)
    {
        foreach (var name in names.SelectMany(name => (string[])[name, $"INBOX.{name}", name.Normalize(NormalizationForm.FormD)]))
        {
            Assert.That(SpecialFolders.Find([Folder("INBOX"), Folder("Projects"), Folder(name)], use)?.Name, Is.EqualTo(name));
        }
    }

    [Test]
    public void A_folder_of_a_usual_name_deep_down_is_somebodys_own() =>
        Assert.That(SpecialFolders.Find([Folder("INBOX"), Folder("Archive.2019.Sent")], SpecialUse.Sent), Is.Null);

    [Test]
    public void A_marked_folder_that_cannot_hold_messages_will_not_do() =>
        Assert.That(SpecialFolders.Find([Folder("INBOX"), Folder("Gone", @"\Trash \Noselect", selectable: false)], SpecialUse.Trash), Is.Null);

    private static StoredFolder Folder(string name, string attributes = "", bool selectable = true) =>
        new() { Name = name, Delimiter = ".", Attributes = attributes, Selectable = selectable };
}
