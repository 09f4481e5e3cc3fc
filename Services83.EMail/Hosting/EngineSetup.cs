using Services83.EMail.AddressBook;
using Services83.EMail.Administration;
using Services83.EMail.Background;
using Services83.EMail.Connections;
using Services83.EMail.Engines.Gateway;
using Services83.EMail.Engines.Mailbox;
using Services83.EMail.Engines.Mailbox.Sending;
using Services83.EMail.Hosting.Health;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Sync;
using Services83.EMail.Webhooks;

namespace Services83.EMail.Hosting;

/// <summary>The implementation behind the doors.</summary>
internal enum Engine
{
    /// <summary>This program, on real mail accounts.</summary>
    Mailbox,

    /// <summary>A SuperOffice tenant, to which every call is forwarded.</summary>
    Gateway,
}

internal static class EngineSetup
{
    /// <summary>Setting that chooses the engine.</summary>
    internal const string EngineKey = "Engine";

    /// <summary>The engine of the settings; <see cref="Engine.Mailbox"/> when they name none.</summary>
    /// <exception cref="SettingsException">There is no such engine.</exception>
    public static Engine EngineOf(IConfiguration configuration) => configuration[EngineKey] switch
    {
        null or "" => Engine.Mailbox,
        var name when Array.Find(Enum.GetNames<Engine>(), known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known =>
            Enum.Parse<Engine>(known),
        var name => throw new SettingsException([$"{EngineKey} must be {string.Join(" or ", Enum.GetNames<Engine>())}, not '{name}'."]),
    };

    /// <summary>Everything but the doors: the services that the server and the commands share.</summary>
    public static IServiceCollection AddEngine(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddStorage(configuration).AddSupervision().AddCallers(configuration);
        return EngineOf(configuration) == Engine.Gateway
            ? services.AddGateway(configuration).AddAdministrators().AddUserAdministration()
            : services.AddIdentity().AddAddressBook().AddSync(configuration).AddConnections(configuration).AddMailboxAgent(configuration).AddWebhooks(configuration).AddAdministration();
    }

    /// <summary>Makes this process do the background work of its database, and report on its health.</summary>
    public static IServiceCollection AddEngineRunner(this IServiceCollection services, IConfiguration configuration)
    {
        var health = services.AddHealthChecks().AddCheck<LoopHealth>("background");
        if (EngineOf(configuration) == Engine.Gateway)
        {
            health.AddCheck<GatewayHealth>("gateway");
            return services.AddGatewayRunner();
        }

        health.AddCheck<DatabaseHealth>("database").AddCheck<AccountHealth>("accounts").AddCheck<OutboxHealth>("outbox");
        var storage = configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        return services.AddSyncRunner(configuration, isShared: storage.Provider == StorageProvider.PostgreSql).AddMailboxAgentSweep().AddSendingRunner().AddWebhookRunner();
    }
}
