using Microsoft.Extensions.Logging.Console;
using Services83.EMail.Hosting;
using Services83.EMail.Storage;

namespace Services83.EMail.Commands;

/// <summary>The program's services without its doors, for commands that read or change the database.</summary>
internal static class CommandServices
{
    /// <summary>Builds the services of the mailbox engine, migrates the database and runs the work.</summary>
    /// <returns>0, the exit code of a success.</returns>
    public static Task<int> UseAsync(string[] settings, Func<IServiceProvider, Task> work, CancellationToken cancellationToken) =>
        UseAsync(settings, Succeeding(work), cancellationToken);

    /// <summary>The same for work that returns the exit code.</summary>
    public static Task<int> UseAsync(string[] settings, Func<IServiceProvider, Task<int>> work, CancellationToken cancellationToken) =>
        UseAsync(CreateBuilder(settings), work, cancellationToken);

    /// <summary>The same with the services of the engine that the settings choose.</summary>
    public static Task<int> UseAnyEngineAsync(string[] settings, Func<IServiceProvider, Task> work, CancellationToken cancellationToken) =>
        UseAnyEngineAsync(settings, Succeeding(work), cancellationToken);

    /// <inheritdoc cref="UseAnyEngineAsync(string[], Func{IServiceProvider, Task}, CancellationToken)" />
    public static Task<int> UseAnyEngineAsync(string[] settings, Func<IServiceProvider, Task<int>> work, CancellationToken cancellationToken) =>
        UseAsync(CreateAnyBuilder(settings), work, cancellationToken);

    /// <exception cref="SettingsException">A setting is unknown or wrong.</exception>
    /// <exception cref="CommandException">The settings choose the gateway, which has no users and accounts.</exception>
    public static HostApplicationBuilder CreateBuilder(string[] settings)
    {
        var builder = CreateAnyBuilder(settings);
        return EngineSetup.EngineOf(builder.Configuration) == Engine.Mailbox
            ? builder
            : throw new CommandException("A gateway has no tokens and accounts of its own: those are its tenant's. This command needs --Engine=Mailbox.");
    }

    /// <exception cref="SettingsException">A setting is unknown or wrong.</exception>
    public static HostApplicationBuilder CreateAnyBuilder(string[] settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            // Log lines would disturb tables and progress bars. A level that is given with the command comes later and overrides this one.
            Args = ["--Logging:LogLevel:Default=Warning", .. settings],
            ContentRootPath = AppContext.BaseDirectory,
        });
        SettingsCheck.Check(builder.Configuration, settings);
        builder.Services.AddEngine(builder.Configuration);
        // Standard output is for what was asked for, which may be JSON.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return builder;
    }

    /// <summary>Builds the services and migrates the database.</summary>
    /// <exception cref="SettingsException">Two settings contradict each other.</exception>
    public static async Task<IHost> BuildAsync(HostApplicationBuilder builder, CancellationToken cancellationToken)
    {
        var host = builder.Build();
        try
        {
            SettingsCheck.Check(host.Services);
            await host.Services.GetRequiredService<StorageStart>().RunAsync(cancellationToken);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    private static async Task<int> UseAsync(HostApplicationBuilder builder, Func<IServiceProvider, Task<int>> work, CancellationToken cancellationToken)
    {
        using var host = await BuildAsync(builder, cancellationToken);
        return await work(host.Services);
    }

    private static Func<IServiceProvider, Task<int>> Succeeding(Func<IServiceProvider, Task> work) => async services =>
    {
        await work(services);
        return 0;
    };

    public static StorageOptions StorageOf(IConfiguration configuration) =>
        configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
}
