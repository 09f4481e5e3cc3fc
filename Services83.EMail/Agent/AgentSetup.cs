using Services83.EMail.Agent.Accounts;
using Services83.EMail.Agent.Changes;
using Services83.EMail.Agent.Composing;
using Services83.EMail.Agent.Drafts;
using Services83.EMail.Agent.Folders;
using Services83.EMail.Agent.Messages;
using Services83.EMail.Agent.NamedServer;
using Services83.EMail.Agent.People;
using Services83.EMail.Agent.Sending;
using Services83.EMail.Agent.Sync;

namespace Services83.EMail.Agent;

public static class AgentSetup
{
    /// <summary>Registers the mailbox engine as the implementation of the contract.</summary>
    public static IServiceCollection AddMailboxAgent(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SendingOptions>().Bind(configuration.GetSection(SendingOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<EMailComposer>();
        services.AddScoped<IEMailAgent, EMailAgent>();
        services.AddScoped<AccountService>();
        services.AddScoped<AccountTest>();
        services.AddScoped<SyncService>();
        services.AddScoped<FolderService>();
        services.AddScoped<MessageService>();
        services.AddScoped<ChangeService>();
        services.AddScoped<PeopleService>();
        services.AddScoped<DraftPlaces>();
        services.AddScoped<DraftService>();
        AddNamedServers(services);
        return services;
    }

    private static void AddNamedServers(IServiceCollection services)
    {
        services.AddSingleton<ServerLoginReader>();
        services.AddSingleton<ServerMessageReader>();
        services.AddScoped<NamedImapServer>();
        services.AddScoped<ServerFolderService>();
        services.AddScoped<ServerMessageService>();
        services.AddScoped<ServerChangeService>();
        services.AddScoped<RefreshService>();
    }
}
