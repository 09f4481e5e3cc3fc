using System.Globalization;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>A real Dovecot for all tests of a class, and an engine and a mailbox of its own for each.</summary>
[CancelAfter(120_000)]
public abstract class DovecotSyncFixture
{
    protected const string Inbox = "INBOX";

    private DovecotServer? _server;
    private TestEngine? _engine;
    private int _users;

    protected static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    protected DovecotServer Server => _server!;

    protected TestEngine Engine => _engine!;

    protected string User { get; private set; } = "";

    /// <summary>A session of somebody else's, to prepare the mailbox and to change it.</summary>
    protected ImapClient Other { get; private set; } = null!;

    protected virtual DovecotOptions Options => new() { Users = 40 };

    [OneTimeSetUp]
    public async Task StartServer() => _server = await DovecotServer.StartAsync(Options, Deadline);

    [OneTimeTearDown]
    public async Task StopServer() => await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);

    [SetUp]
    public async Task NextUser()
    {
        User = DovecotServer.UserName(++_users);
        Other = await Server.LogInAsync(User, Deadline);
    }

    [TearDown]
    public async Task StopEngine()
    {
        await (Other?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_engine?.DisposeAsync() ?? ValueTask.CompletedTask);
        _engine = null;
    }

    /// <summary>Begins the other client's session again.</summary>
    protected async Task ReconnectAsync()
    {
        await Other.DisposeAsync();
        Other = await Server.LogInAsync(User, Deadline);
    }

    protected string NextUserName() => DovecotServer.UserName(++_users);

    protected async Task StartEngineAsync(params (string Key, string Value)[] settings) => _engine = await TestEngine.StartAsync(
        Server.Host, Server.ImapsPort, Server.Certificate.Certificate,
        [("Mail:Egress:AllowedPorts:1", Server.ImapPort.ToString(CultureInfo.InvariantCulture)), .. settings]);

    protected async Task<int> AddAccountAsync(string? user = null, MailSecurity security = MailSecurity.Tls)
    {
        user ??= User;
        var port = security == MailSecurity.Tls ? Server.ImapsPort : Server.ImapPort;
        return await Engine.Get<AccountStore>().AddAsync(
            new AccountDraft
            {
                AssociateId = await Engine.AddAssociateAsync($"owner of {user}"),
                EmailAddress = $"{user}@test.example",
                Incoming = new LoginDraft(
                    new MailEndpoint(Server.Host, port, security), "", user, new Secret(DovecotServer.Password(user))),
            },
            Deadline);
    }

    /// <summary>Appends generated messages to a folder of the mailbox.</summary>
    protected async Task FillAsync(string folder, int first, int count, ImapClient? session = null)
    {
        for (var number = first; number < first + count; number++)
        {
            string[] flags = number % 3 == 0 ? [ImapFlags.Seen] : number % 7 == 0 ? [ImapFlags.Flagged, ImapFlags.Answered, "$Forwarded"] : [];
            await (session ?? Other).AppendMessageAsync(folder, GeneratedMail.Message(number), Deadline, null, flags);
        }
    }

    protected async Task SyncAsync(int account)
    {
        var outcome = await Engine.SyncAsync(account, Deadline);
        Assert.That(outcome.Error, Is.Null);
    }

    /// <summary>Folder, UID, flags and bytes of every message are what a foreign client reads from the server.</summary>
    protected async Task AssertEqualAsync(int account, string? user = null)
    {
        var server = await ForeignMailbox.ReadAsync(Server, user ?? User, Deadline);
        var cached = await CachedMailbox.ReadAsync(Engine.Database, account);
        Assert.That(cached.Except(server), Is.Empty, "in the database only");
        Assert.That(server.Except(cached), Is.Empty, "on the server only");
        Assert.That(cached, Has.Count.EqualTo(server.Count), "doubled");
    }
}
