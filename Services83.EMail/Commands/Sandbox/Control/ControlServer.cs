using System.Net;
using System.Text.Json.Serialization;

namespace Services83.EMail.Commands.Sandbox.Control;

/// <summary>
/// The HTTP interface with which a tester controls a sandbox, on the loopback address only. A page in a browser of this machine cannot use it:
/// the guard refuses its requests.
/// </summary>
internal sealed class ControlServer : IAsyncDisposable
{
    /// <summary>Largest message that can be added, in bytes.</summary>
    private const long MaxBody = 64 << 20;

    private readonly WebApplication _app;

    private ControlServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    /// <exception cref="CommandException">The port is in use.</exception>
    public static async Task<ControlServer> StartAsync(RunningSandbox sandbox, int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = ["--Logging:LogLevel:Default=Warning"],
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseUrls($"http://{IPAddress.Loopback}:{port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBody);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.WriteIndented = true;
        });
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        var app = builder.Build();
        app.Use(ControlGuard.CheckAsync);
        Map(app, sandbox);
        try
        {
            await app.StartAsync(cancellationToken);
            return new ControlServer(app);
        }
        catch (IOException exception)
        {
            await app.DisposeAsync();
            throw new CommandException($"The port {port} cannot be used: {exception.Message} --free-ports takes another one.");
        }
    }

    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private static void Map(WebApplication app, RunningSandbox sandbox)
    {
        var faults = new FaultScript(sandbox.Mail);
        app.MapGet("/", () => SandboxState.Of(sandbox));
        app.MapGet("/certificate", () => Results.Text(sandbox.Mail.Imap.Certificate.ExportCertificatePem(), "application/x-pem-file"));
        app.MapPost("/reset", async (CancellationToken cancellationToken) =>
        {
            faults.Clear();
            await sandbox.ResetAsync(cancellationToken);
            return SandboxState.Of(sandbox);
        });
        app.MapPost("/disconnect", async () =>
        {
            await sandbox.Mail.Imap.DropConnectionsAsync();
            await sandbox.Mail.Smtp.DropConnectionsAsync();
            await sandbox.Mail.Pop3.DropConnectionsAsync();
        });
        app.MapGet("/log/{server}", (string server) => Results.Text(string.Concat(sandbox.Mail.LogOf(server).Entries.Select(entry => $"{entry}\n"))));
        FaultEndpoints.Map(app, faults);
        MailboxEndpoints.Map(app, sandbox.Mail);
        SentEndpoints.Map(app, sandbox.Mail.Smtp.Sent);
    }
}
