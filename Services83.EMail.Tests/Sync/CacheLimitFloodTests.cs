using System.Text.RegularExpressions;
using NUnit.Framework;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>A server that tells smaller sizes than it sends.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed partial class CacheLimitFloodTests : SyncFixture
{
    private const int BatchBytes = 64 * 1024;
    private const int Limit = 100_000;

    [Test]
    public async Task It_cannot_fill_the_cache_much_beyond_the_limit()
    {
        await StartAsync(settings: [("Sync:MaxCacheBytes", $"{Limit}"), ("Sync:BatchBytes", $"{BatchBytes}")]);
        for (var i = 0; i < 60; i++)
        {
            Anna.Inbox.Append((byte[])[.. Message($"large {i}"), .. Enumerable.Repeat("0123456789\r\n"u8.ToArray(), 800).SelectMany(line => line)]);
        }

        Server.Faults.OnEvery("UID FETCH").Rewrite(line => ToldSize().Replace(line, "RFC822.SIZE 1"));
        var first = await Engine.SyncAsync(Account, Deadline);
        var second = await Engine.SyncAsync(Account, Deadline);

        Assert.That(first.Error?.Message, Does.Contain("The mail server sends more than it told."));
        Assert.That(second.Error?.Message, Does.Contain("were left on the mail server."));
        Assert.That(await Engine.Get<ItemStore>().CachedBytesAsync(Account, Deadline), Is.InRange(Limit, Limit + (2 * BatchBytes)));
    }

    [GeneratedRegex(@"RFC822\.SIZE \d+")]
    private static partial Regex ToldSize();
}
