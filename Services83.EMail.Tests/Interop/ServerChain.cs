using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Services83.EMail.Commands.Demo;
using Services83.EMail.Hosting;
using Services83.EMail.Identity;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;
using Services83.EMail.Tests.Sync;

namespace Services83.EMail.Tests.Interop;

/// <summary>
/// A chain of servers: a gateway whose tenant is this program's own web API on the mailbox engine, whose mail is on a Dovecot. Users,
/// tickets and accounts are those of the demo.
/// </summary>
internal sealed class ServerChain : IAsyncDisposable
{
    private const int MessagesEach = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("services83-chain-").FullName;
    private readonly List<WebApplication> _servers = [];
    private DovecotServer? _mail;

    private ServerChain()
    {
    }

    /// <summary>Of the gateway's tenant; EMail.svc and SoPrincipal.svc are below it.</summary>
    public string BaseAddress => $"{_servers[1].Urls.First()}/Cust12345/Remote/Services83";

    /// <summary>Of the web API behind the gateway.</summary>
    public Uri Upstream => new(_servers[0].Urls.First());

    public static async Task<ServerChain> StartAsync(CancellationToken cancellationToken)
    {
        var chain = new ServerChain();
        try
        {
            await chain.StartServersAsync(cancellationToken);
            return chain;
        }
        catch
        {
            await chain.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(_servers))
        {
            await server.StopAsync(CancellationToken.None);
            await server.DisposeAsync();
        }

        await (_mail?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartServersAsync(CancellationToken cancellationToken)
    {
        _mail = await DovecotServer.StartAsync(new DovecotOptions { Users = 2 }, cancellationToken);
        string[] users = [DovecotServer.UserName(1), DovecotServer.UserName(2)];
        foreach (var user in users)
        {
            await FillAsync(user, cancellationToken);
        }

        var settings = TestEngine.SettingsFor(Path.Combine(_folder, "mailbox"), _mail.Host, _mail.ImapsPort, _mail.Certificate.Certificate)
            .Select(setting => $"--{setting.Key}={setting.Value}");
        await StartAsync([.. settings], cancellationToken, services => services.AddSingleton<ICallerAuthentication, DemoTicket>());
        var mailboxes = users.Select(user => new SandboxAccount(user, DovecotServer.Password(user))).ToArray();
        await DemoData.AddAsync(
            _servers[0].Services,
            [
                new DemoOwner(DemoData.FirstAccount, 162, DemoData.FirstAssociate, "password of the first", 0, mailboxes[0]),
                new DemoOwner(DemoData.SecondAccount, 163, DemoData.SecondAssociate, "password of the second", 0, mailboxes[1]),
            ],
            new MailEndpoint(_mail.Host, _mail.ImapsPort, MailSecurity.Tls), outgoing: null, cancellationToken);
        await StartAsync(
            ["--Engine=Gateway", $"--Gateway:Tenants:Cust12345={Upstream}", $"--Storage:DataFolder={Path.Combine(_folder, "gateway")}"],
            cancellationToken);
    }

    private async Task StartAsync(string[] settings, CancellationToken cancellationToken, Action<IServiceCollection>? replace = null) =>
        _servers.Add(await Server.StartAsync(
            ["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", .. settings], cancellationToken, replace));

    private async Task FillAsync(string user, CancellationToken cancellationToken)
    {
        await using var session = await _mail!.LogInAsync(user, cancellationToken);
        for (var number = 1; number <= MessagesEach; number++)
        {
            await session.AppendMessageAsync("INBOX", GeneratedMail.Message(number), cancellationToken, null, []);
        }
    }
}
