using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Sandbox.Pop3;

namespace Services83.EMail.Tests.Sandbox;

/// <summary>The sandbox's POP3 server, spoken to by the program's own client.</summary>
[CancelAfter(60_000)]
public sealed class SandboxPop3Tests
{
    private const string First = "Subject: first\r\n\r\n.\r\n..\r\nlast without an end";
    private const string Second = "Subject: second\r\n\r\none\r\ntwo\r\nthree\r\n";

    private SandboxAccount _ann = null!;
    private SandboxImapServer _mailboxes = null!;
    private SandboxPop3Server _server = null!;

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task Start()
    {
        _ann = new SandboxAccount("ann", "pass word");
        _ann.Inbox.Append(Encoding.ASCII.GetBytes(First));
        _ann.Inbox.Append(Encoding.ASCII.GetBytes(Second));
        _mailboxes = await SandboxImapServer.StartAsync(new SandboxOptions { Accounts = [_ann] }, Deadline);
        _server = SandboxPop3Server.Start(_mailboxes);
    }

    [TearDown]
    public async Task Stop()
    {
        await _server.DisposeAsync();
        await _mailboxes.DisposeAsync();
        Assert.That(_server.Log.Failures, Is.Empty);
    }

    [TestCase(LineSecurity.Tls)]
    [TestCase(LineSecurity.StartTls)]
    [TestCase(LineSecurity.None)]
    public async Task Messages_are_fetched_as_they_are(LineSecurity security)
    {
        await using var client = await LogInAsync(security);

        var messages = await client.ListAsync(withSizes: true, Deadline);
        var texts = (await TextAsync(client, 1), await TextAsync(client, 2));
        await client.QuitAsync(Deadline);

        Assert.That(client.IsEncrypted, Is.EqualTo(security != LineSecurity.None));
        Assert.That(messages.Select(message => (message.Number, message.Size)), Is.EqualTo(new[] { (1, (long?)First.Length), (2, Second.Length) }));
        Assert.That(texts, Is.EqualTo((First + "\r\n", Second)));
    }

    [Test]
    public async Task The_header_is_fetched_alone()
    {
        await using var client = await LogInAsync();
        using var header = new MemoryStream();

        await client.RetrieveHeaderAsync(2, header, Deadline);

        Assert.That(Encoding.ASCII.GetString(header.ToArray()), Is.EqualTo("Subject: second\r\n\r\n"));
    }

    [Test]
    public async Task Messages_are_deleted_by_the_end_of_a_session_alone_and_ids_stay_the_same()
    {
        IReadOnlyList<Pop3Message> before;
        await using (var broken = await LogInAsync())
        {
            before = await broken.ListAsync(withSizes: false, Deadline);
            await broken.DeleteAsync(1, Deadline);
        }

        await using (var client = await LogInAsync())
        {
            Assert.That(await client.ListAsync(withSizes: false, Deadline), Is.EqualTo(before));
            await client.DeleteAsync(1, Deadline);
            await client.QuitAsync(Deadline);
        }

        await using var last = await LogInAsync();
        Assert.That((await last.ListAsync(withSizes: false, Deadline)).Select(message => message.UniqueId), Is.EqualTo([before[1].UniqueId]));
        Assert.That(_ann.Inbox.Messages.Single().Uid, Is.EqualTo(2u));
    }

    [Test]
    public async Task A_wrong_password_is_refused_and_not_logged()
    {
        await Assert.ThrowsAsync<Pop3AuthenticationException>(() => LogInAsync(password: "wrong one"));

        Assert.That(_server.Log.ToString(), Does.Contain("AUTH ***").Or.Contain("PASS ***"));
        Assert.That(_server.Log.ToString(), Does.Not.Contain("wrong one").And.Not.Contain(Convert.ToBase64String("\0ann\0wrong one"u8)));
    }

    [Test]
    public async Task Its_script_cuts_a_message_and_refuses_commands()
    {
        _server.Faults.On("RETR").CloseInsideLiteral(afterBytes: 10);
        _server.Faults.On("UIDL").ReplyNo("[SYS/TEMP] Later");
        await using var client = await LogInAsync();

        Assert.That((await Assert.CatchAsync<Pop3Exception>(() => client.ListAsync(withSizes: false, Deadline)))!.Message, Does.Contain("Later"));
        await Assert.ThrowsAsync<Pop3ConnectionException>(() => TextAsync(client, 1));
    }

    private static async Task<string> TextAsync(Pop3Client client, int number)
    {
        using var octets = new MemoryStream();
        await client.RetrieveAsync(number, octets, Deadline);
        return Encoding.ASCII.GetString(octets.ToArray());
    }

    private async Task<Pop3Client> LogInAsync(LineSecurity security = LineSecurity.Tls, string password = "pass word")
    {
        var client = await Pop3Client.ConnectAsync(
            new Pop3ConnectionOptions
            {
                Host = _server.Host,
                Port = security == LineSecurity.Tls ? _server.TlsPort : _server.Port,
                Security = security,
                AllowCleartextLogin = security == LineSecurity.None,
                Trust = TlsTrust.Pinned(_mailboxes.Certificate.GetCertHashString(HashAlgorithmName.SHA256)),
            },
            Deadline);
        try
        {
            await client.AuthenticateAsync(MailCredentials.Password("ann", password), Deadline);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }
}
