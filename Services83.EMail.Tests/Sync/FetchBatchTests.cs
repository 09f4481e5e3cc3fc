using NUnit.Framework;
using Services83.EMail.Sync;
using Services83.EMail.Sync.Run;

namespace Services83.EMail.Tests.Sync;

[TestFixture]
public sealed class FetchBatchTests
{
    private static readonly SyncOptions Options = new() { BatchMessages = 3, BatchBytes = 100 };

    [Test]
    public void A_batch_is_full_by_number_or_by_size() =>
        Assert.That(
            Cut((9, 10), (8, 10), (7, 10), (6, 10), (5, 90), (4, 11)),
            Is.EqualTo(new[] { "9 8 7", "6 5", "4" }));

    [Test]
    public void A_message_larger_than_a_batch_is_a_batch_of_its_own() =>
        Assert.That(Cut((3, 10), (2, 500), (1, 10)), Is.EqualTo(new[] { "3", "2", "1" }));

    [Test]
    public void Of_a_message_above_the_limit_only_the_header_is_fetched() =>
        Assert.That(Cut((3, 10), (2, 1001), (1, 10)), Is.EqualTo(new[] { "header of 2", "3 1" }));

    [Test]
    public void Nothing_missing_makes_no_batch() => Assert.That(Cut(), Is.Empty);

    private static string[] Cut(params (uint Uid, ulong Size)[] missing) =>
        [.. FetchBatch.Cut([.. missing.Select(message => new MissingMessage(message.Uid, message.Size))], Options, maxMessageBytes: 1000)
            .Select(batch => (batch.HeadersOnly ? "header of " : "") + string.Join(' ', batch.Uids))];
}
