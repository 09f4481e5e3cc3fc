using NUnit.Framework;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail.Pop3;

/// <summary>Against a real server.</summary>
[Category(Tier.Servers)]
[CancelAfter(60_000)]
public sealed class DovecotPop3Tests
{
    private static readonly byte[] First = "Subject: first\r\n\r\n.\r\n..\r\nBl\u00e5b\u00e6r\r\n"u8.ToArray();
    private static readonly byte[] Second = "Subject: second\r\n\r\none\r\ntwo\r\nthree\r\n"u8.ToArray();

    private DovecotServer _server = null!;
    private int _users;

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await DovecotServer.StartAsync(cancellationToken: Deadline);

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase(LineSecurity.Tls)]
    [TestCase(LineSecurity.StartTls)]
    [TestCase(LineSecurity.None)]
    public async Task Messages_are_fetched_as_they_are(LineSecurity security)
    {
        var user = await FillAsync();
        await using var client = await LogInAsync(user, security);

        var messages = await client.ListAsync(withSizes: true, Deadline);
        using var whole = new MemoryStream();
        await client.RetrieveAsync(1, whole, Deadline);
        using var next = new MemoryStream();
        await client.RetrieveAsync(2, next, Deadline);
        await client.QuitAsync(Deadline);

        Assert.That(client.IsEncrypted, Is.EqualTo(security != LineSecurity.None));
        Assert.That(messages.Select(message => (message.Number, message.Size)), Is.EqualTo(new[] { (1, (long?)First.Length), (2, Second.Length) }));
        Assert.That(whole.ToArray(), Is.EqualTo(First));
        Assert.That(next.ToArray(), Is.EqualTo(Second));
    }

    [Test]
    public async Task Messages_are_deleted_by_the_end_of_a_session_alone_and_ids_stay_the_same()
    {
        var user = await FillAsync();
        IReadOnlyList<Pop3Message> before;
        await using (var broken = await LogInAsync(user))
        {
            before = await broken.ListAsync(withSizes: false, Deadline);
            await broken.DeleteAsync(1, Deadline);
        }

        await using (var client = await LogInAsync(user))
        {
            Assert.That(await client.ListAsync(withSizes: false, Deadline), Is.EqualTo(before));
            await client.DeleteAsync(1, Deadline);
            await client.QuitAsync(Deadline);
        }

        await using var last = await LogInAsync(user);
        Assert.That((await last.ListAsync(withSizes: false, Deadline)).Select(message => message.UniqueId), Is.EqualTo(new[] { before[1].UniqueId }));
    }

    [Test]
    public async Task A_message_that_is_not_there_is_refused_and_the_session_goes_on()
    {
        await using var client = await LogInAsync(await FillAsync());

        await Assert.ThrowsAsync<Pop3CommandException>(() => client.RetrieveAsync(3, new MemoryStream(), Deadline));

        Assert.That(await client.ListAsync(withSizes: false, Deadline), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_wrong_password_is_refused()
    {
        await using var client = await Pop3Client.ConnectAsync(Options(LineSecurity.Tls), Deadline);

        await Assert.ThrowsAsync<Pop3AuthenticationException>(() => client.AuthenticateAsync(MailCredentials.Password("user001", "wrong"), Deadline));
    }

    private async Task<string> FillAsync()
    {
        var user = DovecotServer.UserName(++_users);
        await using var client = await _server.LogInAsync(user, Deadline);
        await client.AppendMessageAsync("INBOX", First, Deadline);
        await client.AppendMessageAsync("INBOX", Second, Deadline);
        await client.LogoutAsync(Deadline);
        return user;
    }

    private async Task<Pop3Client> LogInAsync(string user, LineSecurity security = LineSecurity.Tls)
    {
        var client = await Pop3Client.ConnectAsync(Options(security), Deadline);
        await client.AuthenticateAsync(MailCredentials.Password(user, DovecotServer.Password(user)), Deadline);
        return client;
    }

    private Pop3ConnectionOptions Options(LineSecurity security) => new()
    {
        Host = _server.Host,
        Port = security == LineSecurity.Tls ? _server.Pop3sPort : _server.Pop3Port,
        Security = security,
        AllowCleartextLogin = security == LineSecurity.None,
        Trust = TlsTrust.Pinned(_server.CertificateFingerprint),
        ReadTimeout = TimeSpan.FromSeconds(20),
    };
}
