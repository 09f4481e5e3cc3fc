using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.NamedServer;

[Category(Tier.Servers)]
[TestFixture(RealServer.Dovecot)]
[TestFixture(RealServer.Mailutils)]
[CancelAfter(120_000)]
public sealed class ChangeOperationsTests(RealServer kind) : NamedServerFixture(kind)
{
    private const int Unknown = 4_000_000;

    [Test]
    public async Task Messages_are_marked_as_read_and_as_unread_and_unknown_ones_are_named()
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", Letter("one"), Letter("two"));

        var reply = Succeeded(await AskAsync("MarkAsRead", Named(user), ("MessageServerIds", new[] { ids[0], ids[0], Unknown }), ("Read", true)));
        var read = await ListAsync(user, "INBOX");
        Succeeded(await AskAsync("MarkAsRead", Named(user), ("MessageServerIds", ids), ("Read", false)));
        var unread = await ListAsync(user, "INBOX");

        Assert.That(reply.ExtraInfo["UnknownIds"], Is.EqualTo($"{Unknown}"));
        Assert.That((read[ids[0]].Contains(ImapFlags.Seen), read[ids[1]].Contains(ImapFlags.Seen)), Is.EqualTo((true, false)));
        Assert.That(unread.Values, Has.None.Contains(ImapFlags.Seen));
    }

    [Test]
    public async Task Messages_are_deleted_for_good()
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", Letter("one"), Letter("two"), Letter("three"));

        var reply = Succeeded(await AskAsync("Delete", Named(user), ("MessageServerIds", new[] { ids[0], ids[2], Unknown })));

        Assert.That(reply.ExtraInfo["UnknownIds"], Is.EqualTo($"{Unknown}"));
        Assert.That(await SubjectsAsync(user, "INBOX"), Is.EqualTo(new[] { "two" }));
    }

    [Test]
    public async Task What_somebody_else_has_marked_as_deleted_stays()
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", Letter("mine"), Letter("theirs"));
        await using (var other = await LogInAsync(user))
        {
            await other.SelectAsync("INBOX", known: null, Deadline);
            await other.UidStoreAsync(UidSet.Of((uint)ids[1]), StoreMode.Add, [ImapFlags.Deleted], unchangedSince: null, Deadline);
            await other.LogoutAsync(Deadline);
        }

        var reply = Succeeded(await AskAsync("Delete", Named(user), ("MessageServerIds", ids[..1])));

        var left = await ListAsync(user, "INBOX");
        Assert.That(left, Does.ContainKey(ids[1]));
        if (Kind == RealServer.Dovecot)
        {
            Assert.That(left, Does.Not.ContainKey(ids[0]));
        }
        else
        {
            Assert.That(left[ids[0]], Does.Contain(ImapFlags.Deleted));
            Assert.That(reply.ExtraInfo["MarkedOnly"], Does.Contain("folder 'INBOX'"));
        }
    }

    [TestCase("Delete", "MoveToFolder")]
    [TestCase("MoveToFolder", "TargetFolder")]
    public async Task Messages_are_moved_to_a_folder_of_any_name(string operation, string argument)
    {
        var user = TakeUser();
        await CreateAsync(user, "Done/Blåbær");
        var ids = await FillAsync(user, "INBOX", Letter("one"), Letter("two"), Letter("three"));

        var reply = Succeeded(await AskAsync(operation, Named(user), ("MessageServerIds", new[] { ids[0], ids[2], Unknown }), (argument, "Done/Blåbær")));

        Assert.That(reply.ExtraInfo["UnknownIds"], Is.EqualTo($"{Unknown}"));
        Assert.That(await SubjectsAsync(user, "INBOX"), Is.EqualTo(new[] { "two" }));
        Assert.That(await SubjectsAsync(user, "Done/Blåbær"), Is.EqualTo(new[] { "one", "three" }));
    }

    [Test]
    public async Task A_folder_is_emptied_or_moved_as_a_whole()
    {
        var user = TakeUser();
        await CreateAsync(user, "Old", "Trash2");
        await FillAsync(user, "Old", Letter("one"), Letter("two"));

        Succeeded(await AskAsync("EmptyFolder", Named(user, "Old"), ("MoveToFolder", "Trash2")));
        var moved = await SubjectsAsync(user, "Trash2");
        Succeeded(await AskAsync("EmptyFolder", Named(user, "Trash2"), ("MoveToFolder", null)));
        Succeeded(await AskAsync("EmptyFolder", Named(user, "Trash2"), ("MoveToFolder", "")));

        Assert.That(moved, Is.EqualTo(new[] { "one", "two" }));
        Assert.That(await SubjectsAsync(user, "Old"), Is.Empty);
        Assert.That(await SubjectsAsync(user, "Trash2"), Is.Empty);
    }

    [TestCase("Delete", "MoveToFolder")]
    [TestCase("MoveToFolder", "TargetFolder")]
    [TestCase("EmptyFolder", "MoveToFolder")]
    public async Task Nothing_is_lost_when_the_target_is_not_there(string operation, string argument)
    {
        var user = TakeUser();
        var ids = await FillAsync(user, "INBOX", Letter("one"));

        var error = Refused(await AskAsync(operation, Named(user), ("MessageServerIds", ids), (argument, "No/such")), "NotFound");

        Assert.That(error.Parameters![argument], Is.EqualTo("No/such"));
        Assert.That((await ListAsync(user, "INBOX"))[ids[0]], Does.Not.Contain(ImapFlags.Deleted));
    }

    [Test]
    public async Task A_hundred_thousand_ids_are_no_hardship()
    {
        var user = TakeUser();
        await FillAsync(user, "INBOX", Letter("one"), Letter("two"));
        // Every second one, so that they do not make a range.
        var ids = Enumerable.Range(0, 100_000).Select(number => (2 * number) + 1).ToArray();

        var reply = Succeeded(await AskAsync("MarkAsRead", Named(user), ("MessageServerIds", ids), ("Read", true)));

        var flags = await ListAsync(user, "INBOX");
        Assert.That(flags.Select(message => message.Value.Contains(ImapFlags.Seen)), Is.EqualTo(flags.Select(message => message.Key % 2 == 1)));
        Assert.That(reply.ExtraInfo["UnknownIds"], Does.EndWith(",…"));
    }
}
