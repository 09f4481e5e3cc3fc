using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>The same message in several folders: each copy keeps its id wherever it is moved.</summary>
[Category(Tier.Engines)]
[TestFixture("QRESYNC")]
[TestFixture("CONDSTORE")]
[TestFixture("neither")]
[CancelAfter(120_000)]
public sealed class EqualContentTests(string tier) : SyncFixture
{
    private static readonly string[] Folders = ["INBOX", "Sent", "Trash", "Archive/2025"];

    [SetUp]
    public Task Start() => StartAsync(Capabilities(tier), ("Sync:SweepSeconds", "3600"));

    [Test]
    public async Task A_copy_that_moves_keeps_its_id_although_another_one_has_gone_before()
    {
        Anna["Sent"].Append(Message("twice"));
        var moving = Anna["Trash"].Append(Message("twice"));
        await SyncAsync();
        var kept = (await IdsAsync())[("Trash", moving)];
        // Because one folder is refused, detached items are not deleted.
        Server.Faults.OnEvery("EXAMINE").Containing("Junk").ReplyNo("Not now");
        Anna["Junk"].Append(Message("unread"));
        Anna["Sent"].Expunge(Anna["Sent"].Messages[^1].Uid);
        await Engine.SyncAsync(Account, Deadline);
        var moved = Anna["Trash"].Move(Anna["Archive/2025"], moving).Single().Target;

        await Engine.SyncAsync(Account, Deadline);

        Assert.That((await IdsAsync())[("Archive/2025", moved)], Is.EqualTo(kept));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task Ids_stay_with_their_messages_through_random_moves_copies_and_expunges(int seed)
    {
        var random = new Random(seed);
        if (random.Next(2) == 0)
        {
            Anna["Junk"].Append(Message("unread"));
            Server.Faults.OnEvery("EXAMINE").Containing("Junk").ReplyNo("Not now");
        }

        foreach (var folder in Folders)
        {
            Anna[folder].Append(Message("copied"));
        }

        await Engine.SyncAsync(Account, Deadline);
        var expected = await IdsAsync();
        for (var step = 0; step < 40; step++)
        {
            var change = Change(random, expected);
            await Engine.SyncAsync(Account, Deadline);
            var now = await IdsAsync();
            foreach (var (place, id) in expected)
            {
                Assert.That(now.GetValueOrDefault(place), Is.EqualTo(id), $"step {step}, {change}: {place}");
            }

            expected = now;
        }
    }

    /// <summary>Changes one message on the server, and what is expected with it.</summary>
    private string Change(Random random, Dictionary<(string Folder, uint Uid), int> expected)
    {
        var places = expected.Keys.Order().ToList();
        var place = places[random.Next(places.Count)];
        var target = Folders.Except([place.Folder]).ElementAt(random.Next(Folders.Length - 1));
        switch (places.Count < 4 ? 0 : random.Next(places.Count > 16 ? 2 : 3))
        {
            case 0 when places.Count >= 4:
                Anna[place.Folder].Expunge(place.Uid);
                expected.Remove(place);
                return $"{place} expunged";
            case 1:
                var moved = Anna[place.Folder].Move(Anna[target], place.Uid).Single().Target;
                expected.Remove(place, out var id);
                expected.Add((target, moved), id);
                return $"{place} moved to {target}";
            default:
                Anna[place.Folder].Copy(Anna[target], place.Uid);
                return $"{place} copied to {target}";
        }
    }

    private async Task<Dictionary<(string Folder, uint Uid), int>> IdsAsync() =>
        (await Engine.Database.QueryAsync<(string Folder, long Uid, int ItemId)>(
            "SELECT name, uid, item_id FROM email_item JOIN email_folder USING (folder_id) WHERE uid IS NOT NULL", new { }, Deadline))
        .ToDictionary(row => (row.Folder, (uint)row.Uid), row => row.ItemId);
}
