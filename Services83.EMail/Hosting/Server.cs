using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Services83.EMail.Storage;
using Services83.EMail.Sync;

namespace Services83.EMail.Hosting;

/// <summary>Composes the server: engine, doors, health.</summary>
internal static class Server
{
    /// <summary>Brings the database up to date and starts serving and syncing. Disposing the result stops both.</summary>
    /// <exception cref="StorageException">The database cannot be used, or another process serves it already.</exception>
    public static async Task<WebApplication> StartAsync(string[] settings, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddEngine(builder.Configuration);
        builder.Services.AddSyncRunner(builder.Configuration);
        builder.Services.AddSoapDoor(builder.Configuration);
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database");

        var app = builder.Build();
        try
        {
            app.UseReverseProxy();
            app.MapSoapDoor();
            app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
            app.MapHealthChecks("/health/ready");
            await StartAsync(app, cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var folder = app.Services.GetRequiredService<IOptions<StorageOptions>>().Value.DataFolder;
        var engine = EngineLock.TryTake(folder)
            ?? throw new StorageException($"Another process serves the data folder {Path.GetFullPath(folder)} already.", isTransient: false);
        app.Lifetime.ApplicationStopped.Register(engine.Dispose);
        await app.Services.GetRequiredService<IDatabase>().MigrateAsync(cancellationToken);
        await app.StartAsync(cancellationToken);
    }
}
