using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Services83.EMail.Hosting;
using Services83.EMail.Identity;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Sandbox.Smtp;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Tests.Support;

/// <summary>
/// The whole server, in process and on a free loopback port, with a sandbox mail server and four users. Clients reach it over HTTP only.
/// </summary>
public sealed class SoapTestServer : IAsyncDisposable
{
    /// <summary>An administrator.</summary>
    public const int Sally = 1;

    /// <summary>A system user.</summary>
    public const int Tje = 2;

    /// <summary>Two ordinary associates.</summary>
    public const int Anna = 11;
    public const int Bob = 12;

    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly ConcurrentQueue<string> _replies = new();
    private readonly ConcurrentDictionary<int, string> _tickets = new();

    private SoapTestServer(WebApplication app, string folder, SandboxImapServer mail, SandboxSmtpServer outgoing, TestLog log)
    {
        (_app, _folder, Mail, Outgoing, Log) = (app, folder, mail, outgoing, log);
        Url = new Uri(app.Urls.First());
    }

    public Uri Url { get; }

    public SandboxImapServer Mail { get; }

    /// <summary>Delivers into the mailboxes of <see cref="Mail"/>, to users whose name is an address.</summary>
    public SandboxSmtpServer Outgoing { get; }

    /// <summary>Everything that was logged since the start, down to the protocol trace.</summary>
    public TestLog Log { get; }

    /// <summary>Every reply that clients of this server have had.</summary>
    public IReadOnlyCollection<string> Replies => _replies;

    public IDatabase Database => Get<IDatabase>();

    /// <param name="mailboxes">The users of the mail server.</param>
    public static async Task<SoapTestServer> StartAsync(
        IReadOnlyList<SandboxAccount> mailboxes, CancellationToken cancellationToken, params string[] settings)
    {
        var mail = await SandboxImapServer.StartAsync(new SandboxOptions { Accounts = mailboxes }, cancellationToken);
        var outgoing = SandboxSmtpServer.Start(mail);
        var folder = Directory.CreateTempSubdirectory("services83-test-").FullName;
        TestStorage.Prepare(folder);
        var usual = TestEngine.SettingsFor(folder, mail.Host, mail.TlsPort, mail.Certificate)
            .Append(new("Mail:Egress:AllowedPorts:99", outgoing.TlsPort.ToString(CultureInfo.InvariantCulture)))
            .Select(setting => $"--{setting.Key}={setting.Value}");
        var app = await Server.StartAsync(
            ["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Trace", "--Logging:Console:LogLevel:Default=None", .. usual, .. settings],
            cancellationToken, Replace);
        var log = new TestLog();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var server = new SoapTestServer(app, folder, mail, outgoing, log);
        await server.AddUsersAsync(cancellationToken);
        return server;
    }

    public static string NameOf(int associateId) => associateId switch
    {
        Sally => "SAL0",
        Tje => "tje0",
        Anna => "anna",
        Bob => "bob",
        _ => throw new ArgumentOutOfRangeException(nameof(associateId)),
    };

    public static string PasswordOf(int associateId) => $"password of {NameOf(associateId)}";

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>The EMail service as this user sees it.</summary>
    public async Task<SoapTestClient> AsAsync(int associateId, CancellationToken cancellationToken) => EMail(
        await IssueTicketAsync(associateId, cancellationToken));

    public SoapTestClient EMail(string? ticket, string? applicationToken = null, SoTimeZone? timeZone = null) =>
        new(_http, new Uri(Url, "/Services83/EMail.svc"), "EMail", _replies) { Ticket = ticket, ApplicationToken = applicationToken, TimeZone = timeZone };

    public SoapTestClient SoPrincipal(string? applicationToken = null, IReadOnlyDictionary<string, string>? httpHeaders = null) =>
        new(_http, new Uri(Url, "/Services83/SoPrincipal.svc"), "SoPrincipal", _replies)
        {
            ApplicationToken = applicationToken,
            HttpHeaders = httpHeaders ?? new Dictionary<string, string>(),
        };

    /// <summary>The web API.</summary>
    /// <param name="authorization">Value of that header; null leaves it out.</param>
    public RestTestClient Rest(string? authorization = null) =>
        new(_http, Url) { Headers = authorization is null ? [] : new() { ["Authorization"] = authorization } };

    /// <summary>The web API as this user sees it.</summary>
    public async Task<RestTestClient> RestAsAsync(int associateId, CancellationToken cancellationToken) =>
        Rest("SoTicket " + await IssueTicketAsync(associateId, cancellationToken));

    /// <summary>A valid ticket of the user; the same one each time.</summary>
    public async Task<string> IssueTicketAsync(int associateId, CancellationToken cancellationToken)
    {
        if (!_tickets.TryGetValue(associateId, out var ticket))
        {
            ticket = await Get<TicketStore>().IssueAsync(associateId, "", cancellationToken);
            _tickets[associateId] = ticket;
        }

        return ticket;
    }

    /// <summary>Lets the user log in by <see cref="PasswordOf"/>.</summary>
    public Task SetPasswordAsync(int associateId, CancellationToken cancellationToken) =>
        Get<AssociateStore>().SetPasswordAsync(associateId, PasswordOf(associateId), cancellationToken);

    /// <summary>Adds an account on the mail server.</summary>
    /// <param name="interval">Seconds between two syncs.</param>
    /// <param name="sends">Whether it sends through <see cref="Outgoing"/>.</param>
    public Task<int> AddAccountAsync(
        SandboxAccount mailbox, int associateId, CancellationToken cancellationToken, int interval = 300, bool sends = false) =>
        Get<AccountStore>().AddAsync(
            new AccountDraft
            {
                AssociateId = associateId,
                EmailAddress = $"{mailbox.User}@test.example",
                SyncInterval = interval,
                Incoming = LoginOf(mailbox, Mail.Host, Mail.TlsPort),
                Outgoing = sends ? LoginOf(mailbox, Outgoing.Host, Outgoing.TlsPort) : null,
            },
            cancellationToken);

    /// <summary>An account of that mailbox as a client would fill it in.</summary>
    public EMailAccount AccountOf(SandboxAccount mailbox, string? password = null) => new()
    {
        EMailAddress = $"{mailbox.User}@test.example",
        IncomingCredentials = new ServiceAuth
        {
            Server = Mail.Host,
            Port = Mail.TlsPort,
            Username = mailbox.User,
            Password = password ?? mailbox.Password,
        },
    };

    /// <summary>Completes when every accepted sync has ended, or waits to be tried again.</summary>
    public Task WhenIdleAsync(CancellationToken cancellationToken) => UntilAsync(
        async () => (await Get<SyncQueue>().ListAsync(cancellationToken)).All(request => request.RetryAt is not null), cancellationToken);

    /// <summary>Completes when it is so, now or after a write of the server.</summary>
    public Task UntilAsync(Func<Task<bool>> isSo, CancellationToken cancellationToken) => _app.Services.UntilAsync(isSo, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await Outgoing.DisposeAsync();
        await Mail.DisposeAsync();
        TestStorage.Delete(_folder);
    }

    private static void Replace(IServiceCollection services)
    {
        services.AddWatchedDatabase();
        // What the program itself does is shown by PasswordHashTests and by the tests that start it.
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1000);
    }

    private static LoginDraft LoginOf(SandboxAccount mailbox, string host, int port) =>
        new(new MailEndpoint(host, port, MailSecurity.Tls), "", mailbox.User, new Secret(mailbox.Password));

    private async Task AddUsersAsync(CancellationToken cancellationToken)
    {
        foreach (var id in (int[])[Sally, Tje, Anna, Bob])
        {
            var associate = new StoredAssociate
            {
                AssociateId = id,
                LoginName = NameOf(id),
                FullName = string.Create(CultureInfo.InvariantCulture, $"Associate {id}, of Søn & Co"),
                EmailAddress = $"{NameOf(id)}@test.example",
                UserType = id == Tje ? UserType.SystemAssociate : UserType.InternalAssociate,
                IsAdministrator = id == Sally,
            };
            await Get<AssociateStore>().AddAsync(associate, password: null, cancellationToken);
        }
    }
}
