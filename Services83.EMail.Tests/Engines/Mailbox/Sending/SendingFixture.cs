using System.Globalization;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Sending;

/// <summary>
/// The program with a real SMTP server that delivers into a real Dovecot; each test takes mailboxes of its own. Associates call over SOAP.
/// </summary>
[CancelAfter(180_000)]
public abstract class SendingFixture : SoapFixture
{
    private int _users;

    protected override bool SharesServer => true;

    protected static int Anna => SoapTestServer.Anna;

    protected static int Bob => SoapTestServer.Bob;

    protected DovecotServer Mailboxes { get; private set; } = null!;

    protected SmtpServer Smtp { get; private set; } = null!;

    protected OutboxStore Outbox => Server.Get<OutboxStore>();

    [OneTimeSetUp]
    public async Task StartServersAsync()
    {
        Mailboxes = await DovecotServer.StartAsync(new DovecotOptions { Users = 99 }, Deadline);
        Smtp = await SmtpServer.StartAsync(Mailboxes, Deadline);
        int[] ports = [Mailboxes.ImapsPort, Mailboxes.ImapPort, Smtp.TlsPort, Smtp.StartTlsPort];
        await StartAsync(
        [
            .. ports.Select((port, index) => string.Create(CultureInfo.InvariantCulture, $"--Mail:Egress:AllowedPorts:{index + 1}={port}")),
            $"--Mail:PinnedCertificates:127.0.0.1={Mailboxes.CertificateFingerprint}", "--Sync:SweepSeconds=1",
        ]);
    }

    [OneTimeTearDown]
    public async Task StopServersAsync()
    {
        await (Smtp?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Mailboxes?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    protected string NextUser() => DovecotServer.UserName(++_users);

    protected static string AddressOf(string user) => $"{user}@test.example";

    /// <summary>An account that is synced, so that its folders are known.</summary>
    protected async Task<(int Id, string User)> AddAccountAsync(int associateId, bool startTls = false, bool isSynced = true)
    {
        var user = NextUser();
        var outgoing = new MailEndpoint(Smtp.Host, startTls ? Smtp.StartTlsPort : Smtp.TlsPort, startTls ? MailSecurity.StartTls : MailSecurity.Tls);
        var id = await Server.Get<AccountStore>().AddAsync(
            new AccountDraft
            {
                AssociateId = associateId,
                EmailAddress = AddressOf(user),
                Incoming = Login(new MailEndpoint(Mailboxes.Host, Mailboxes.ImapsPort, MailSecurity.Tls)),
                Outgoing = Login(outgoing),
            },
            Deadline);
        if (isSynced)
        {
            await SyncAsync(associateId, id);
        }

        return (id, user);

        LoginDraft Login(MailEndpoint endpoint) => new(endpoint, "", user, new Secret(DovecotServer.Password(user)));
    }

    protected static EMailEntity Letter(string subject, params string[] recipients) => new()
    {
        To = [.. recipients.Select(Address)],
        Subject = subject,
        PlainBody = $"Text of {subject}.",
    };

    protected static EMailAddress Address(string address) => new() { Address = address };

    protected Task<SoapReply> SendAsync(params EMailEntity[] emails) => CallAsync(Anna, "Send", ("Emails", emails));

    /// <summary>All messages of a folder, as another program sees them.</summary>
    protected async Task<List<MimeMessage>> ReadAsync(string user, string folder = "INBOX")
    {
        await using var session = await Mailboxes.LogInAsync(user, Deadline);
        if ((await session.ExamineAsync(folder, null, Deadline)).Exists == 0)
        {
            return [];
        }

        var messages = new List<MimeMessage>();
        foreach (var response in await session.ToListAsync(UidSet.All, FetchItems.Body, Deadline))
        {
            using (response)
            {
                messages.Add(MimeReader.Read(await response.Body!.ToArrayAsync(Deadline)));
            }
        }

        return messages;
    }

    /// <summary>The folder's messages once there are so many and the account's push is over.</summary>
    protected async Task<List<MimeMessage>> ReadPushedAsync(string user, string folder = "Sent", int count = 1)
    {
        await Server.WhenIdleAsync(Deadline);
        List<MimeMessage> found = [];
        await Polling.UntilAsync(async () => (found = await ReadAsync(user, folder)).Count >= count, Deadline);
        return found;
    }
}
