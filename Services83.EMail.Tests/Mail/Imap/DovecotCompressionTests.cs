using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail.Imap;

[Category(Tier.Servers)]
[TestFixture(LineSecurity.None)]
[TestFixture(LineSecurity.StartTls)]
[TestFixture(LineSecurity.Tls)]
[CancelAfter(60_000)]
public sealed class DovecotCompressionTests(LineSecurity security)
{
    private DovecotServer _server = null!;

    [OneTimeSetUp]
    public async Task Start() => _server = await DovecotServer.StartAsync(new DovecotOptions { Compression = true });

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [Test]
    public async Task Messages_of_all_sizes_pass_through_unharmed(CancellationToken cancellationToken)
    {
        await using var client = await OpenAsync("user001", cancellationToken);
        var random = new Random(1);
        byte[][] messages = [.. ((int[])[0, 1, 5_000, 300_000, 3_000_000]).Select(size => Message(random, size))];
        foreach (var message in messages) await client.AppendMessageAsync("INBOX", message, cancellationToken);
        await client.SelectAsync("INBOX", null, cancellationToken);

        var received = new List<byte[]>();
        await foreach (var message in client.UidFetchAsync(UidSet.All, FetchItems.Body, null, cancellationToken))
        {
            using (message) received.Add(await message.Body!.ToArrayAsync(cancellationToken));
        }

        Assert.That(received.Count, Is.EqualTo(messages.Length));
        for (var i = 0; i < messages.Length; i++) Assert.That(received[i].AsSpan().SequenceEqual(messages[i]), Is.True);
    }

    [Test]
    public async Task Pipelined_commands_and_idle_work_as_without(CancellationToken cancellationToken)
    {
        await using var client = await OpenAsync("user002", cancellationToken);
        await using var other = await _server.LogInAsync("user002", cancellationToken);
        for (var i = 0; i < 40; i++) await client.CreateAsync($"folder {i}", cancellationToken);
        await client.SelectAsync("INBOX", null, cancellationToken);

        var waiting = client.WaitForChangesAsync(cancellationToken);
        await other.AppendMessageAsync("INBOX", Message(new Random(2), 10), cancellationToken);

        Assert.That(await waiting, Is.EqualTo(MailboxChanges.Arrived));
        Assert.That(client.Selected!.Exists, Is.EqualTo(1u));
        Assert.That((await client.ListAsync(cancellationToken)).Count(mailbox => mailbox.Name.StartsWith("folder", StringComparison.Ordinal)), Is.EqualTo(40));
        await client.LogoutAsync(cancellationToken);
    }

    private async Task<ImapClient> OpenAsync(string user, CancellationToken cancellationToken)
    {
        var client = await _server.LogInAsync(user, cancellationToken, security);
        Assert.That(await client.CompressAsync(cancellationToken), Is.True);
        return client;
    }

    private static byte[] Message(Random random, int size)
    {
        var body = new byte[size];
        random.NextBytes(body);
        return System.Text.Encoding.ASCII.GetBytes($"Subject: {size}\r\n\r\n{Convert.ToBase64String(body, Base64FormattingOptions.InsertLineBreaks)}\r\n");
    }
}
