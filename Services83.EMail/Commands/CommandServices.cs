using Services83.EMail.Hosting;
using Services83.EMail.Storage;

namespace Services83.EMail.Commands;

/// <summary>The program's services without its doors, for commands that look into or change the database.</summary>
internal static class CommandServices
{
    /// <summary>Builds the services, brings the database up to date and runs the work.</summary>
    public static async Task<int> UseAsync(
        string[] settings, Func<IServiceProvider, Task> work, CancellationToken cancellationToken)
    {
        using var host = CreateBuilder(settings).Build();
        await host.Services.GetRequiredService<IDatabase>().MigrateAsync(cancellationToken);
        await work(host.Services);
        return 0;
    }

    public static HostApplicationBuilder CreateBuilder(string[] settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = settings,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddEngine(builder.Configuration);
        return builder;
    }

    public static string DataFolder(IConfiguration configuration) =>
        (configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions()).DataFolder;
}
