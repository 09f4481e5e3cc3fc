using System.Net.Sockets;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;
using Services83.EMail.Administration;
using Services83.EMail.Doors.Consent;
using Services83.EMail.Doors.Dashboard;
using Services83.EMail.Doors.Http;
using Services83.EMail.Doors.Rest;
using Services83.EMail.Doors.Soap;
using Services83.EMail.Engines.Gateway;
using Services83.EMail.Hosting.Exporting;
using Services83.EMail.Hosting.Health;
using Services83.EMail.Identity;
using Services83.EMail.RecentCalls;
using Services83.EMail.Storage;
using Services83.EMail.Storage.PostgreSql;

namespace Services83.EMail.Hosting;

/// <summary>Composes the server: engine, doors, health.</summary>
internal static class Server
{
    private const string DefaultUrl = "http://localhost:8083";

    /// <summary>Time for running requests and syncs to end by themselves. Container platforms kill the process after ten seconds.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(6);

    /// <summary>How long a browser need not ask again whether a page may call.</summary>
    private static readonly TimeSpan PreflightAge = TimeSpan.FromMinutes(10);

    /// <summary>Migrates the database and starts serving and syncing.</summary>
    /// <param name="settings">As on the command line.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <param name="replace">Replaces some of the services.</param>
    /// <param name="prepare">Fills the migrated database before the server listens.</param>
    /// <exception cref="SettingsException">A setting is unknown or wrong.</exception>
    /// <exception cref="StorageException">The database cannot be used, or another process serves its data folder already.</exception>
    /// <exception cref="ListenException">The address is in use, or does not belong to this machine.</exception>
    public static async Task<WebApplication> StartAsync(
        string[] settings, CancellationToken cancellationToken, Action<IServiceCollection>? replace = null,
        Func<IServiceProvider, CancellationToken, Task>? prepare = null)
    {
        var contracts = SoapDoor.ReadContractsAsync();
        var app = Build(settings, replace);
        try
        {
            SettingsCheck.Check(app.Services);
            // Beside each other, because neither needs the other.
            await Task.WhenAll(Task.Run(() => OpenAsync(app.Services, prepare, cancellationToken), cancellationToken), MapAsync(app, contracts));
            await ListenAsync(app, cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static WebApplication Build(string[] settings, Action<IServiceCollection>? replace)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        SettingsCheck.Check(builder.Configuration, settings);
        // First, so that every other source overrides it, also ASPNETCORE_URLS, which appsettings.json would override.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = [new(WebHostDefaults.ServerUrlsKey, DefaultUrl)] });
        builder.Services.AddSingleton(Node);
        builder.Services.AddHostedService<NodeWatch>();
        builder.Services.AddHostedService<IdleMemory>();
        // No service needs another one that has started: what comes too early is found by the first search.
        builder.Services.Configure<HostOptions>(host => (host.ShutdownTimeout, host.ServicesStartConcurrently) = (ShutdownTimeout, true));
        builder.Services.AddEngine(builder.Configuration);
        builder.Services.AddEngineRunner(builder.Configuration);
        builder.Services.AddExporting(builder.Configuration, countsStates: EngineSetup.EngineOf(builder.Configuration) == Engine.Mailbox);
        builder.Services.AddScoped<CallReport>();
        builder.Services.AddRecentCallWriter();
        builder.Services.AddSoapDoor(builder.Configuration);
        builder.Services.AddRestDoor(RestDoorOptions);
        builder.Services.AddOptions<RestOptions>().Bind(builder.Configuration.GetSection(RestOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<DashboardOptions>().Bind(builder.Configuration.GetSection(DashboardOptions.Section));
        builder.Services.AddCors();
        builder.WebHost.ConfigureKestrel((context, kestrel) => kestrel.Limits.MaxConcurrentConnections = ConnectionLimit.Of(context.Configuration));
        replace?.Invoke(builder.Services);
        // A failed start is reported once, by the exception that the host also throws; later exceptions would not be seen.
        var started = false;
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started && level >= LogLevel.Information);

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => started = true);
        return app;
    }

    private static async Task MapAsync(WebApplication app, Task<SoapDoor.SoapContracts> contracts)
    {
        app.UseReverseProxy();
        if (EngineSetup.EngineOf(app.Configuration) == Engine.Gateway)
        {
            app.UseTenants();
        }

        app.UseWrittenReplies();
        // Routing uses the rest of the path.
        app.UseRouting();
        UseOrigins(app);
        app.UseRestDoor();
        app.MapSoapDoor(await contracts);
        app.MapRestDoor();
        MapPages(app, app.Services.GetRequiredService<IOptions<SoapDoorOptions>>().Value.PublicUrl, EngineSetup.EngineOf(app.Configuration));

        app.MapHealth();
        app.MapNothingHere();
        ConnectionLimit.Warn(app);
    }

    /// <summary>The pages for people: owners of mailboxes, whom a gateway does not have, and administrators.</summary>
    private static void MapPages(WebApplication app, Uri? publicUrl, Engine engine)
    {
        if (engine == Engine.Mailbox)
        {
            app.MapConsentDoor(publicUrl);
        }

        if (DashboardDoor.IsServed(app.Services))
        {
            app.MapDashboardDoor(
                publicUrl, () => SettingInForce.List((IConfigurationRoot)app.Configuration, SettingsCheck.Sections, SettingsCheck.OtherKeys),
                engine == Engine.Gateway ? GatewayView.Access : null);
        }
    }

    /// <summary>Tells browsers that pages of the named sites may call the web API. Cookies are not sent across sites.</summary>
    private static void UseOrigins(WebApplication app)
    {
        var origins = app.Services.GetRequiredService<IOptions<RestOptions>>().Value.Origins;
        if (origins.Count > 0)
        {
            app.UseWhen(context => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase), api => api.UseCors(policy => policy
                .WithOrigins([.. origins]).AllowAnyHeader().WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Delete).WithExposedHeaders("*").SetPreflightMaxAge(PreflightAge)));
        }
    }

    /// <summary>The settings of the SOAP door apply to both.</summary>
    private static RestDoorOptions RestDoorOptions(IServiceProvider services)
    {
        var soap = services.GetRequiredService<IOptions<SoapDoorOptions>>().Value;
        return new RestDoorOptions(soap.PublicUrl, soap.Limits, services.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            Origins = services.GetRequiredService<IOptions<RestOptions>>().Value.Origins,
        };
    }

    private static INode Node(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<StorageOptions>>().Value;
        return options.Provider == StorageProvider.PostgreSql
            ? new PostgreSqlNode(options, services.GetRequiredService<DatabaseClock>(), serves: true)
            : EngineLock.TryTake(options.DataFolder) ?? throw new StorageException(
                $"Another process serves the data folder '{Path.GetFullPath(options.DataFolder)}' already.", isTransient: false);
    }

    private static async Task OpenAsync(
        IServiceProvider services, Func<IServiceProvider, CancellationToken, Task>? prepare, CancellationToken cancellationToken)
    {
        // Created first, so that it is released last.
        await services.GetRequiredService<INode>().LookAsync(cancellationToken);
        await services.GetRequiredService<StorageStart>().RunAsync(cancellationToken);
        if (prepare is not null)
        {
            await prepare(services, cancellationToken);
        }
    }

    private static async Task ListenAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var urls = app.Configuration[WebHostDefaults.ServerUrlsKey] ?? "";
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException or FormatException || IsWithoutCertificate(exception, urls))
        {
            throw new ListenException($"The server cannot listen on {urls}: {exception.Message.Split('\n')[0]}", exception);
        }
    }

    private static bool IsWithoutCertificate(Exception exception, string urls) =>
        exception is InvalidOperationException && urls.Contains("https:", StringComparison.OrdinalIgnoreCase);
}

/// <summary>The server cannot listen on its address.</summary>
internal sealed class ListenException(string message, Exception innerException) : Exception(message, innerException);
