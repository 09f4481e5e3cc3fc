using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail.Imap;

[Category(Tier.Servers)]
[CancelAfter(30_000)]
public sealed class DovecotFetchTests
{
    private static readonly DateTimeOffset Received = new(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(1));

    private DovecotServer _server = null!;

    [OneTimeSetUp]
    public async Task Start() => _server = await DovecotServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Test]
    public async Task A_message_comes_back_as_it_was_appended([Values] LineSecurity security, CancellationToken cancellationToken)
    {
        var user = security switch { LineSecurity.Tls => "user001", LineSecurity.StartTls => "user002", _ => "user003" };
        await using var client = await _server.LogInAsync(user, cancellationToken, security);
        var message = Message("round trip", "grüße");
        var appended = await client.AppendMessageAsync("INBOX", message, cancellationToken, Received, ImapFlags.Seen, "$Forwarded");

        var mailbox = await client.SelectAsync("INBOX", null, cancellationToken);
        using var fetched = await client.SingleAsync(UidSet.All, Everything, cancellationToken);

        Assert.That(client.IsEncrypted, Is.EqualTo(security != LineSecurity.None));
        Assert.That(mailbox.Exists, Is.EqualTo(1u));
        Assert.That(mailbox.UidValidity, Is.EqualTo(appended!.UidValidity));
        Assert.That(mailbox.UidNext, Is.EqualTo(appended.Uid + 1));
        Assert.That(mailbox.HighestModSeq, Is.Not.Null);
        Assert.That(fetched.Uid, Is.EqualTo(appended.Uid));
        Assert.That(fetched.Flags, Is.EquivalentTo(new[] { ImapFlags.Seen, "$Forwarded" }));
        Assert.That(fetched.InternalDate, Is.EqualTo(Received));
        Assert.That(fetched.Size, Is.EqualTo((ulong)message.Length));
        Assert.That(fetched.ModSeq, Is.Not.Null);
        Assert.That(fetched.Body!.Bytes, Is.EqualTo(message));
        Assert.That(Encoding.UTF8.GetString(fetched.Header!.Bytes!), Does.EndWith("Subject: round trip\r\n\r\n"));
    }

    [Test]
    public async Task A_large_message_goes_through_a_file_that_is_gone_afterwards(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("imap-test-");
        var options = _server.ImapOptions(LineSecurity.Tls) with { InMemoryLiteralLimit = 1000, TempDirectory = folder.FullName };
        await using var client = await ImapClient.ConnectAsync(options, cancellationToken);
        await client.AuthenticateAsync(MailCredentials.Password("user004", DovecotServer.Password("user004")), cancellationToken);
        var message = Message("large", new string('x', 300_000));
        await client.AppendMessageAsync("INBOX", message, cancellationToken);
        await client.SelectAsync("INBOX", null, cancellationToken);

        using (var fetched = await client.SingleAsync(UidSet.All, FetchItems.Body, cancellationToken))
        {
            Assert.That(fetched.Body!.Bytes, Is.Null);
            Assert.That(fetched.Body.Length, Is.EqualTo(message.Length));
            Assert.That(folder.GetFiles().Length, Is.EqualTo(1));
            Assert.That(await fetched.Body.ToArrayAsync(cancellationToken), Is.EqualTo(message));
        }

        Assert.That(folder.GetFiles(), Is.Empty);
        folder.Delete();
    }

    [Test]
    public async Task Fetching_beyond_the_last_message_yields_nothing(CancellationToken cancellationToken)
    {
        await using var client = await _server.LogInAsync("user005", cancellationToken);
        await client.AppendMessageAsync("INBOX", Message("only one"), cancellationToken);
        await client.SelectAsync("INBOX", null, cancellationToken);

        Assert.That(await client.ToListAsync(UidSet.From(999), FetchItems.Flags, cancellationToken), Is.Empty);
        Assert.That(await client.ToListAsync(UidSet.Empty, FetchItems.Flags, cancellationToken), Is.Empty);
    }

    [Test]
    public async Task Stopping_early_leaves_the_connection_usable(CancellationToken cancellationToken)
    {
        await using var client = await _server.LogInAsync("user006", cancellationToken);
        for (var i = 0; i < 5; i++)
        {
            await client.AppendMessageAsync("INBOX", Message($"number {i}"), cancellationToken);
        }

        await client.SelectAsync("INBOX", null, cancellationToken);

        await foreach (var message in client.UidFetchAsync(UidSet.All, FetchItems.Body, null, cancellationToken))
        {
            message.Dispose();
            break;
        }

        Assert.That((await client.ToListAsync(UidSet.All, FetchItems.Flags, cancellationToken)).Count, Is.EqualTo(5));
    }

    [Test]
    public async Task Only_messages_that_changed_since_are_fetched(CancellationToken cancellationToken)
    {
        await using var client = await _server.LogInAsync("user007", cancellationToken);
        for (var i = 0; i < 3; i++)
        {
            await client.AppendMessageAsync("INBOX", Message($"number {i}"), cancellationToken);
        }

        var before = (await client.SelectAsync("INBOX", null, cancellationToken)).HighestModSeq;

        await client.UidStoreAsync(UidSet.Of(2u), StoreMode.Add, [ImapFlags.Flagged], null, cancellationToken);
        var changed = await client.ToListAsync(UidSet.All, FetchItems.Flags | FetchItems.ModSeq, cancellationToken, before);

        Assert.That(changed.Single().Uid, Is.EqualTo(2u));
        Assert.That(changed.Single().Flags, Is.EqualTo(new[] { ImapFlags.Flagged }));
        Assert.That(changed.Single().ModSeq!.Value, Is.GreaterThan(before!.Value));
    }

    private const FetchItems Everything =
        FetchItems.Flags | FetchItems.InternalDate | FetchItems.Size | FetchItems.ModSeq | FetchItems.Header | FetchItems.Body;

    private static byte[] Message(string subject, string body = "Hello") =>
        Encoding.UTF8.GetBytes($"From: a@example.com\r\nSubject: {subject}\r\n\r\n{body}\r\n");
}
