using System.Security.Cryptography;
using Services83.EMail.Commands.Demo;
using Services83.EMail.Hosting;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Commands.Sandbox;

/// <summary>
/// The whole program in front of the sandbox's mail servers, with well-known users, on an empty data folder that is deleted at the end. The
/// users exist before it listens.
/// </summary>
internal sealed class FrontServer : IAsyncDisposable
{
    private const string DefaultUrl = "http://127.0.0.1:8083";

    private readonly TemporaryData _data;
    private readonly WebApplication _app;

    private FrontServer(TemporaryData data, WebApplication app) => (_data, _app) = (data, app);

    public string Url => _app.Urls.First();

    public IServiceProvider Services => _app.Services;

    /// <param name="mail">The servers of all accounts.</param>
    /// <param name="settings">As on the command line; they override the sandbox's own.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="CommandException">A setting names where to store data: users with well-known passwords must not get into a real
    /// database.</exception>
    public static async Task<FrontServer> StartAsync(MailServers mail, string[] settings, CancellationToken cancellationToken)
    {
        if (settings.FirstOrDefault(setting => setting.StartsWith("--Storage:", StringComparison.OrdinalIgnoreCase)) is { } storage)
        {
            throw new CommandException($"The demo and the sandbox have a temporary data folder of their own; leave out {storage}.");
        }

        var data = TemporaryData.Create();
        try
        {
            var app = await Server.StartAsync(
                [.. Settings(data.Path, mail), .. settings], cancellationToken,
                services => services.AddSingleton<ICallerAuthentication, DemoTicket>(),
                (services, token) => DemoData.AddAsync(services, mail.Owners, Tls(mail.Host, mail.Imap.TlsPort), Tls(mail.Host, mail.Smtp.TlsPort), token));
            return new FrontServer(data, app);
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _data.Dispose();
    }

    private static MailEndpoint Tls(string host, int port) => new(host, port, MailSecurity.Tls);

    private static string[] Settings(string folder, MailServers mail) =>
    [
        "--Engine=Mailbox",
        $"--urls={DefaultUrl}",
        // Also against the environment, which may name the database of a real installation.
        $"--Storage:Provider={StorageProvider.Sqlite}",
        $"--Storage:DataFolder={folder}",
        "--Storage:KeyFolder=",
        // One after another: messages get their ids in the order in which they are stored, and the ids must be the same at each start.
        "--Sync:MaxConcurrentAccounts=1",
        $"--Mail:PinnedCertificates:{mail.Host}={mail.Imap.Certificate.GetCertHashString(HashAlgorithmName.SHA256)}",
        $"--Mail:Egress:AllowedHosts:0={mail.Host}",
        .. mail.Ports.Select((port, index) => $"--Mail:Egress:AllowedPorts:{index}={port}"),
        $"--Mail:Egress:PrivateNetworks:0={mail.Host}/32",
        "--Logging:LogLevel:Default=Warning",
    ];
}
