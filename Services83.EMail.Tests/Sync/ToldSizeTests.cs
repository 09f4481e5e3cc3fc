using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Services83.EMail.Connections;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync;
using Services83.EMail.Sync.Run;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>The size that a server announces for a message decides neither how much is held in memory nor what is stored.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed partial class ToldSizeTests : SyncFixture
{
    private const int Limit = 4096;
    private const int BatchBytes = 64 * 1024;

    [Test]
    public async Task A_message_above_the_limit_is_stored_as_a_header_whatever_size_was_told()
    {
        await StartAsync(settings: ("Mail:MaxMessageBytes", $"{Limit}"));
        var large = Large("large", 3 * Limit);
        Anna.Inbox.Append(large);
        SayOne();

        await SyncAsync();

        var stored = await Engine.Database.QueryAsync<(long Complete, long Size, long Held)>(
            "SELECT complete, size, LENGTH(raw) FROM content JOIN content_body USING (content_id) WHERE subject = 'large'", new { }, Deadline);
        Assert.That(stored, Has.Count.EqualTo(1));
        Assert.That((stored[0].Complete, stored[0].Size), Is.EqualTo((0, large.Length)));
        Assert.That(stored[0].Held, Is.LessThan(Limit));
    }

    [Test]
    public async Task A_message_far_above_what_is_read_costs_no_other_message()
    {
        await StartAsync(settings: ("Mail:MaxMessageBytes", $"{Limit}"));
        Anna.Inbox.Append(Large("monster", 3 * 1024 * 1024));
        for (var i = 0; i < 5; i++)
        {
            Anna.Inbox.Append(Message($"after {i}"));
        }

        SayOne();
        await Engine.SyncAsync(Account, Deadline);
        await SyncAsync();

        var stored = await Engine.Database.QueryAsync<(string Subject, long Complete)>(
            "SELECT subject, complete FROM content WHERE subject = 'monster' OR subject LIKE 'after %'", new { }, Deadline);
        Assert.That(stored, Has.Count.EqualTo(6).And.Contains(("monster", 0L)));
    }

    [Test]
    public async Task No_more_is_held_than_a_batch_and_one_message_whatever_sizes_were_told()
    {
        await StartAsync(settings: ("Sync:BatchBytes", $"{BatchBytes}"));
        for (var i = 0; i < 60; i++)
        {
            Anna.Inbox.Append(Large($"large {i}", 10_000));
        }

        SayOne();
        var account = await Engine.Get<AccountStore>().FindForSyncAsync(Account, Deadline);
        await using var client = await Engine.Get<ImapConnector>().ConnectAsync(account!, Deadline);
        await client.ExamineAsync("INBOX", null, Deadline);
        var batch = FetchBatch.Cut([.. Enumerable.Range(1, 65).Select(uid => new MissingMessage((uint)uid, 1))], Engine.Get<IOptions<SyncOptions>>().Value, int.MaxValue).Single();
        var pieces = new List<IReadOnlyList<NewMessage>>();

        var fetched = await Engine.Get<MessageFetcher>().FetchAsync(
            client, batch, piece =>
            {
                pieces.Add(piece);
                return Task.CompletedTask;
            },
            Deadline);
        pieces.Add(fetched.Take());

        Assert.That(pieces.SelectMany(piece => piece).Select(message => message.Uid), Is.EquivalentTo(Enumerable.Range(1, 65)));
        Assert.That(pieces.Select(piece => piece.Sum(message => message.Content.Raw.Length)), Is.All.LessThan(BatchBytes + 11_000));
    }

    [Test]
    public async Task Many_fetches_at_a_time_hold_no_more_than_a_few_batches()
    {
        const int Fetches = 4 * MessageFetcher.WholeBatches;
        await StartAsync(settings: ("Sync:BatchBytes", $"{BatchBytes}"));
        for (var i = 0; i < 20; i++)
        {
            Anna.Inbox.Append(Large($"large {i}", 10_000));
        }

        var account = await Engine.Get<AccountStore>().FindForSyncAsync(Account, Deadline);
        // None ends before all have their second piece, and all run when it begins.
        var (first, second) = (new Meeting(Fetches), new Meeting(Fetches));

        var pieces = await Task.WhenAll(Enumerable.Range(0, Fetches).Select(_ => FetchAsync()));

        Assert.That(pieces.Select(own => own[1]), Is.All.LessThan((BatchBytes * MessageFetcher.WholeBatches / Fetches) + 11_000));

        async Task<List<int>> FetchAsync()
        {
            await using var client = await Engine.Get<ImapConnector>().ConnectAsync(account!, Deadline);
            await client.ExamineAsync("INBOX", null, Deadline);
            var own = new List<int>();
            await Engine.Get<MessageFetcher>().FetchAsync(
                client, new FetchBatch([.. Enumerable.Range(1, 25).Select(uid => (uint)uid)], HeadersOnly: false), async piece =>
                {
                    own.Add(piece.Sum(message => message.Content.Raw.Length));
                    await (own.Count == 1 ? first : second).WaitAsync(Deadline);
                },
                Deadline);
            return own;
        }
    }

    private void SayOne() => Server.Faults.OnEvery("UID FETCH").Rewrite(line => ToldSize().Replace(line, "RFC822.SIZE 1"));

    private static byte[] Large(string subject, int octets) => [.. Message(subject), .. Enumerable.Repeat("0123456789\r\n"u8.ToArray(), octets / 12).SelectMany(line => line)];

    /// <summary>Lets nobody go on before all have come; whoever comes later goes on at once.</summary>
    private sealed class Meeting(int count)
    {
        private readonly TaskCompletionSource _allCame = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _came;

        public Task WaitAsync(CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _came) == count)
            {
                _allCame.SetResult();
            }

            return _allCame.Task.WaitAsync(cancellationToken);
        }
    }

    [GeneratedRegex(@"RFC822\.SIZE \d+")]
    private static partial Regex ToldSize();
}
