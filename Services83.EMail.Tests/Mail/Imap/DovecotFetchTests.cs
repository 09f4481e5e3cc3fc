using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Support;
using Shouldly;

namespace Services83.EMail.Tests.Mail.Imap;

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
        if (_server is not null) await _server.DisposeAsync();
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

        client.IsEncrypted.ShouldBe(security != LineSecurity.None);
        mailbox.Exists.ShouldBe(1u);
        mailbox.UidValidity.ShouldBe(appended!.UidValidity);
        mailbox.UidNext.ShouldBe(appended.Uid + 1);
        mailbox.HighestModSeq.ShouldNotBeNull();
        fetched.Uid.ShouldBe(appended.Uid);
        fetched.Flags.ShouldBe([ImapFlags.Seen, "$Forwarded"], ignoreOrder: true);
        fetched.InternalDate.ShouldBe(Received);
        fetched.Size.ShouldBe((ulong)message.Length);
        fetched.ModSeq.ShouldNotBeNull();
        fetched.Body!.Bytes.ShouldBe(message);
        Encoding.UTF8.GetString(fetched.Header!.Bytes!).ShouldEndWith("Subject: round trip\r\n\r\n");
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
            fetched.Body!.Bytes.ShouldBeNull();
            fetched.Body.Length.ShouldBe(message.Length);
            folder.GetFiles().Length.ShouldBe(1);
            (await fetched.Body.ToArrayAsync(cancellationToken)).ShouldBe(message);
        }

        folder.GetFiles().ShouldBeEmpty();
        folder.Delete();
    }

    [Test]
    public async Task Fetching_beyond_the_last_message_yields_nothing(CancellationToken cancellationToken)
    {
        await using var client = await _server.LogInAsync("user005", cancellationToken);
        await client.AppendMessageAsync("INBOX", Message("only one"), cancellationToken);
        await client.SelectAsync("INBOX", null, cancellationToken);

        (await client.ToListAsync(UidSet.From(999), FetchItems.Flags, cancellationToken)).ShouldBeEmpty();
        (await client.ToListAsync(UidSet.Empty, FetchItems.Flags, cancellationToken)).ShouldBeEmpty();
    }

    [Test]
    public async Task Stopping_early_leaves_the_connection_usable(CancellationToken cancellationToken)
    {
        await using var client = await _server.LogInAsync("user006", cancellationToken);
        for (var i = 0; i < 5; i++) await client.AppendMessageAsync("INBOX", Message($"number {i}"), cancellationToken);
        await client.SelectAsync("INBOX", null, cancellationToken);

        await foreach (var message in client.UidFetchAsync(UidSet.All, FetchItems.Body, null, cancellationToken))
        {
            message.Dispose();
            break;
        }

        (await client.ToListAsync(UidSet.All, FetchItems.Flags, cancellationToken)).Count.ShouldBe(5);
    }

    [Test]
    public async Task Only_messages_that_changed_since_are_fetched(CancellationToken cancellationToken)
    {
        await using var client = await _server.LogInAsync("user007", cancellationToken);
        for (var i = 0; i < 3; i++) await client.AppendMessageAsync("INBOX", Message($"number {i}"), cancellationToken);
        var before = (await client.SelectAsync("INBOX", null, cancellationToken)).HighestModSeq;

        await client.UidStoreAsync(UidSet.Of(2u), StoreMode.Add, [ImapFlags.Flagged], null, cancellationToken);
        var changed = await client.ToListAsync(UidSet.All, FetchItems.Flags | FetchItems.ModSeq, cancellationToken, before);

        changed.Single().Uid.ShouldBe(2u);
        changed.Single().Flags.ShouldBe([ImapFlags.Flagged]);
        changed.Single().ModSeq!.Value.ShouldBeGreaterThan(before!.Value);
    }

    private const FetchItems Everything =
        FetchItems.Flags | FetchItems.InternalDate | FetchItems.Size | FetchItems.ModSeq | FetchItems.Header | FetchItems.Body;

    private static byte[] Message(string subject, string body = "Hello") =>
        Encoding.UTF8.GetBytes($"From: a@example.com\r\nSubject: {subject}\r\n\r\n{body}\r\n");
}
