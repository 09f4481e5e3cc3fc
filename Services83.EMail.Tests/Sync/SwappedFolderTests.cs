using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;
using Services83.EMail.Tests.Sync.Pushes;

namespace Services83.EMail.Tests.Sync;

/// <summary>
/// On some servers folders that were created in the same second have the same UIDVALIDITY. If their names are swapped, the UIDs under a
/// name belong to other messages, and all numbers of such a server are unchanged.
/// </summary>
[Category(Tier.Engines)]
[TestFixture("OBJECTID")]
[TestFixture("QRESYNC")]
[TestFixture("CONDSTORE")]
[TestFixture("neither")]
[CancelAfter(60_000)]
public sealed class SwappedFolderTests(string tier) : PushFixture
{
    [SetUp]
    public async Task Start()
    {
        await StartAsync(tier == "OBJECTID" ? SandboxCapabilities.Full : [.. Capabilities(tier).Except(["OBJECTID"])], ("Sync:SweepSeconds", "3600"));
        foreach (var name in (string[])["RA", "RB"])
        {
            Anna.CreateFolder(name, uidValidity: 1_800_000_000).Append(Message($"in{name[1]}"));
        }

        await SyncToTheEndAsync();
    }

    [Test]
    public async Task Each_message_is_shown_where_it_is_and_keeps_its_id()
    {
        var (a, b) = (await ItemAsync("inA"), await ItemAsync("inB"));
        Swap();

        await SyncAsync();

        await AssertEqualAsync();
        Assert.That(await ShownInAsync("RA"), Is.EqualTo(new[] { b }));
        Assert.That(await ShownInAsync("RB"), Is.EqualTo(new[] { a }));
    }

    [Test]
    public async Task Messages_that_came_since_do_not_hide_it()
    {
        Anna["RA"].Append(Message("later in A"));
        await SyncAsync();
        Swap();
        Anna["RA"].Append(Message("later in B"));

        await SyncAsync();

        await AssertEqualAsync();
    }

    [Test]
    public async Task A_folder_that_took_the_name_of_a_deleted_one_is_recognised()
    {
        Anna.DeleteFolder("RA");
        Anna.RenameFolder("RB", "RA");

        await SyncAsync();

        await AssertEqualAsync();
    }

    [Test]
    public async Task Three_folders_that_changed_places_are_recognised()
    {
        Anna.CreateFolder("RC", uidValidity: 1_800_000_000).Append(Message("inC"));
        await SyncAsync();
        Anna.RenameFolder("RA", "aside");
        Anna.RenameFolder("RB", "RA");
        Anna.RenameFolder("RC", "RB");
        Anna.RenameFolder("aside", "RC");

        await SyncAsync();

        await AssertEqualAsync();
    }

    [Test]
    public async Task A_deletion_that_was_asked_for_before_does_not_hit_the_other_message()
    {
        var a = await ItemAsync("inA");
        await DeleteAsync(a);
        Swap();

        await SettleAsync();

        Assert.That(OnServer("RA"), Is.EqualTo(new[] { "inB" }));
        Assert.That(OnServer("RB"), Is.EqualTo(new[] { "inA" }));
        Assert.That(await ShownInAsync("RB"), Is.EqualTo(new[] { a }), "what was not deleted is shown");
        Assert.That((await Engine.Get<AccountStore>().FindAsync(Account, Deadline))!.ErrorReason, Does.Contain("inA").And.Contain("nothing was deleted"));
        Assert.That(Engine.Log.Lines, Has.Some.Contains("other messages have these UIDs"));
        await AssertSettledAsync();
    }

    [Test]
    public async Task Moves_and_flags_follow_their_message()
    {
        var (a, b) = (await ItemAsync("inA"), await ItemAsync("inB"));
        await MoveAsync(a, "Trash");
        await MarkAsync(b, read: true);
        Swap();

        await SettleAsync();

        Assert.That(OnServer("Trash"), Is.EqualTo(new[] { "inA" }));
        Assert.That(await ShownInAsync("Trash"), Is.EqualTo(new[] { a }));
        Assert.That(Anna["RA"].Messages.Single().Flags, Is.EqualTo(new[] { @"\Seen" }));
        await AssertSettledAsync();
    }

    [Test]
    public async Task Folders_that_stay_are_not_opened_for_it_again_and_again()
    {
        Anna["RA"].Append(Message("another"));
        await SyncAsync();
        Server.Log.Clear();

        await SyncAsync();

        if (tier != "neither")
        {
            Assert.That(Server.Log.Count("EXAMINE"), Is.Zero);
        }

        Assert.That(Server.Log.Entries.Select(entry => entry.Line), Has.None.Contains("BODY.PEEK[]"));
    }

    private void Swap()
    {
        Anna.RenameFolder("RA", "aside");
        Anna.RenameFolder("RB", "RA");
        Anna.RenameFolder("aside", "RB");
    }
}
