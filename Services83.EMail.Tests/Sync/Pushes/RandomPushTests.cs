using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Pushes;

/// <summary>
/// Changes here, changes on the server, broken connections and syncs in any order. At the end both sides are equal, every message that
/// nobody deleted exists exactly once, and it still has its first id.
/// </summary>
[Category(Tier.Engines)]
[TestFixture("QRESYNC")]
[TestFixture("CONDSTORE")]
[TestFixture("neither")]
[CancelAfter(120_000)]
public sealed class RandomPushTests(string tier) : PushFixture
{
    private static readonly string[] Folders = ["INBOX", "Archive/2025", "Trash", "Blåbær & Søn"];

    /// <summary>Of each message that was written here, the latest version.</summary>
    private readonly Dictionary<int, string> _written = [];

    private readonly HashSet<string> _deleted = [];
    private readonly Dictionary<string, int> _firstIds = [];
    private Random _random = new();
    private int _appended;
    private int _versions;

    [Test]
    public async Task Any_interleaving_converges([Range(1, 8)] int seed)
    {
        await StartSyncedAsync(Capabilities(tier));
        (_random, _appended, _versions) = (new Random(seed), 0, 0);
        _deleted.Clear();
        _firstIds.Clear();
        _written.Clear();
        await RememberIdsAsync();
        for (var step = 0; step < 60; step++)
        {
            await StepAsync();
        }

        Server.Faults.Clear();
        await SettleAsync();

        await AssertSettledAsync();
        Assert.That(await CountAsync(), Has.Property("Rejected").Zero);
        AssertEachOnce();
        foreach (var (id, subject) in _written.Where(entry => !_deleted.Contains(entry.Value)))
        {
            Assert.That(await ShownSubjectAsync(id), Is.EqualTo(subject), "ids survive");
            Assert.That(Folders.SelectMany(OnServer), Contains.Item(subject));
        }

        foreach (var (subject, id) in _firstIds.Where(entry => !_deleted.Contains(entry.Key)))
        {
            Assert.That(await ShownSubjectAsync(id), Is.EqualTo(subject), "ids survive");
        }
    }

    private Task StepAsync() => _random.Next(12) switch
    {
        10 or 11 => WriteHereAsync(),
        0 or 1 => Done(() => Anna[Any(Folders)].Append(Message($"number {++_appended}"))),
        2 or 3 => Done(ChangeOnServer),
        4 => SyncAsync(cut: true),
        5 => SyncAsync(cut: false),
        _ => ChangeHereAsync(),
    };

    private async Task ChangeHereAsync()
    {
        var shown = await ShownInAsync(Any(Folders));
        if (shown.Count == 0)
        {
            return;
        }

        var items = shown.Where(_ => _random.Next(2) == 0).DefaultIfEmpty(shown[0]).ToArray();
        switch (_random.Next(8))
        {
            case 0:
                foreach (var item in items.Take(1))
                {
                    _deleted.Add((await ShownSubjectAsync(item))!);
                    await DeleteAsync(item);
                }

                break;
            case 1 or 2 or 3:
                await MoveHereAsync(items, Any(Folders));
                break;
            case 4 or 5:
                await Recorder.SetFlagAsync(items, EMailFlags.Seen, _random.Next(2) == 0, Deadline);
                break;
            default:
                await Recorder.SetRepliedAsync(items, Deadline);
                break;
        }
    }

    /// <summary>A new message, or a new version of one.</summary>
    private async Task WriteHereAsync()
    {
        var subject = $"written {++_versions}";
        var open = _written.Where(entry => !_deleted.Contains(entry.Value)).Select(entry => entry.Key).ToArray();
        var replaced = open.Length > 0 && _random.Next(2) == 0 ? Any(open) : (int?)null;
        if (replaced is { } former && await ShownAsync(former) is null)
        {
            // Deleted, or moved by somebody to where no sync has found it yet.
            return;
        }

        var item = await AppendAsync(Message(subject), Any(Folders), replaced);
        if (_written.TryGetValue(item, out var before))
        {
            _firstIds.Remove(before);
            _deleted.Add(before);
        }

        _written[item] = subject;
    }

    private async Task MoveHereAsync(int[] items, string target)
    {
        var there = await ShownInAsync(target);
        await Recorder.MoveAsync([.. items.Except(there)], (await FolderAsync(target)).FolderId, Deadline);
    }

    private void ChangeOnServer()
    {
        var folder = Anna[Any(Folders)];
        var messages = folder.Messages.Where(message => !message.Flags.Contains(@"\Deleted")).ToArray();
        if (messages.Length == 0)
        {
            return;
        }

        var message = Any(messages);
        switch (_random.Next(6))
        {
            case 0:
                _deleted.Add(Subject(message));
                folder.Expunge(message.Uid);
                break;
            case 1 or 2:
                folder.SetFlags(message.Uid, message.Flags.SymmetricExcept([Any(@"\Seen", @"\Flagged")]));
                break;
            case 3 when _random.Next(4) == 0:
                folder.ResetUidValidity();
                break;
            default:
                // The rest of a move without UIDPLUS is the same message in another place; others leave it alone.
                if (Anna.Folders.SelectMany(any => any.Messages).Count(any => Subject(any) == Subject(message)) == 1)
                {
                    folder.Move(Anna[Any(Folders)], message.Uid);
                }

                break;
        }
    }

    private async Task SyncAsync(bool cut)
    {
        if (cut)
        {
            var fault = Server.Faults.On(SandboxFaults.AnyCommand, _random.Next(1, 25));
            _ = _random.Next(2) == 0 ? fault.DropLine() : fault.ExecuteThenDropLine();
        }

        await Engine.SyncAsync(Account, Deadline);
        Server.Faults.Clear();
        await RememberIdsAsync();
    }

    private async Task RememberIdsAsync()
    {
        foreach (var folder in Folders)
        {
            foreach (var item in await ShownInAsync(folder))
            {
                _firstIds.TryAdd((await ShownSubjectAsync(item))!, item);
            }
        }
    }

    /// <summary>A message that somebody deleted while somebody else moved it may be there or not, but not twice.</summary>
    private void AssertEachOnce()
    {
        var subjects = Folders.SelectMany(OnServer).ToArray();
        var expected = Enumerable.Range(1, _appended).Select(number => $"number {number}").Except(_deleted);
        Assert.That(subjects, Is.Unique);
        Assert.That(subjects, Is.SupersetOf(expected));
    }

    private async Task<string?> ShownSubjectAsync(int itemId) => (await ShownAsync(itemId))?.Subject;

    private T Any<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
