using NUnit.Framework;
using Services83.EMail.Tests.Engines.Mailbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Connections;

/// <summary>Callers that disconnect while their call uses a pooled connection. There is only one connection to the server, so that a lost
/// turn is seen.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class HangUpTests : SoapFixture
{
    private static int Anna => SoapTestServer.Anna;

    [SetUp]
    public async Task Start()
    {
        await StartAsync("--Mail:Connections:MaxPerHost=1");
        AnnasMail.Inbox.Append(Letter("one"));
        AnnasMail.Inbox.Append(Letter("two"));
    }

    [Test]
    public async Task A_connection_inside_a_message_is_closed_and_the_next_call_reads_what_it_asked_for()
    {
        Assert.That(await SubjectAsync(1), Is.EqualTo("one"));
        var fetch = Server.Mail.Faults.On("UID FETCH").Containing("BODY").HangInsideLiteral(afterBytes: 10);

        await HangUpAsync(fetch.Reached);

        Assert.That(await SubjectAsync(2), Is.EqualTo("two"));
        Assert.That(await SubjectAsync(1), Is.EqualTo("one"));
        Assert.That((Server.Mail.Log.ConnectionsOpened, Server.Mail.Log.ConnectionsNow), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task A_connection_that_is_being_checked_is_closed()
    {
        Assert.That(await SubjectAsync(1), Is.EqualTo("one"));
        var check = Server.Mail.Faults.On("*").Hang();

        await HangUpAsync(check.Reached);

        Assert.That(await SubjectAsync(2), Is.EqualTo("two"));
        Assert.That((Server.Mail.Log.ConnectionsOpened, Server.Mail.Log.ConnectionsNow), Is.EqualTo((2, 1)));
    }

    /// <summary>Requests the first message, disconnects when <paramref name="reached"/> completes, and waits until the mail server has lost
    /// its client.</summary>
    private async Task HangUpAsync(Task reached)
    {
        using var hangUp = CancellationTokenSource.CreateLinkedTokenSource(Deadline);
        var client = await Server.AsAsync(Anna, Deadline);
        var call = client.CallAsync("GetEMailFromId", hangUp.Token, Arguments(1));
        await reached.WaitAsync(Deadline);
        await hangUp.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => call);
        await Server.Mail.Log.WhenAloneAsync(Deadline);
    }

    private async Task<string?> SubjectAsync(int uid) => (await GetAsync<EMailEntity>(Anna, "GetEMailFromId", Arguments(uid)))!.Subject;

    private (string Name, object? Value)[] Arguments(int uid) =>
    [
        ("ConnectionInfo", new EMailConnectionInfo
        {
            ServerName = $"{Server.Mail.Host}:{Server.Mail.TlsPort}",
            UserName = AnnasMail.User,
            Password = AnnasMail.Password,
            UseSSL = true,
        }),
        ("MessageServerId", uid), ("LookupAddresses", false), ("Flags", default(EMailFlags)), ("IncludeAttachments", true),
    ];
}
