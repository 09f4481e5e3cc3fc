using Services83.EMail.Engines.Mailbox.Accounts;
using Services83.EMail.Engines.Mailbox.Changes;
using Services83.EMail.Engines.Mailbox.Composing;
using Services83.EMail.Engines.Mailbox.Documents;
using Services83.EMail.Engines.Mailbox.Drafts;
using Services83.EMail.Engines.Mailbox.Folders;
using Services83.EMail.Engines.Mailbox.Messages;
using Services83.EMail.Engines.Mailbox.NamedServer;
using Services83.EMail.Engines.Mailbox.People;
using Services83.EMail.Engines.Mailbox.Rights;
using Services83.EMail.Engines.Mailbox.Sending;
using Services83.EMail.Engines.Mailbox.Servers;
using Services83.EMail.Engines.Mailbox.Sync;

namespace Services83.EMail.Engines.Mailbox;

public static class AgentSetup
{
    /// <summary>Registers the mailbox engine as the implementation of the contract.</summary>
    public static IServiceCollection AddMailboxAgent(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DocumentOptions>().Bind(configuration.GetSection(DocumentOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSending(configuration);
        services.AddScoped<EMailAgent>();
        services.AddScoped<RightsTeller>();
        services.AddScoped(provider => AnsweringAgent.Create(provider.GetRequiredService<EMailAgent>(), provider.GetRequiredService<RightsTeller>()));
        services.AddScoped<AccountService>();
        services.AddScoped<AccountTest>();
        services.AddScoped<SyncService>();
        services.AddScoped<FolderService>();
        services.AddScoped<NewMailService>();
        services.AddSingleton<NewMailTurns>();
        services.AddScoped<MessageService>();
        services.AddScoped<ChangeService>();
        services.AddScoped<PeopleService>();
        services.AddScoped<CarrierFiller>();
        services.AddScoped<HeritageReader>();
        services.AddScoped<TemporaryDocuments>();
        services.AddScoped<MessageOctets>();
        services.AddScoped<DocumentService>();
        services.AddScoped<DraftPlaces>();
        services.AddScoped<DraftService>();
        AddNamedServers(services);
        return services;
    }

    private static void AddNamedServers(IServiceCollection services)
    {
        services.AddSingleton<ServerLoginReader>();
        services.AddSingleton<ServerMessageReader>();
        services.AddSingleton<ReplyBudget>();
        services.AddScoped<NamedImapServer>();
        services.AddScoped<ServerFolderService>();
        services.AddScoped<ServerMessageService>();
        services.AddScoped<ServerChangeService>();
        services.AddSingleton<ServerVersionFinder>();
        services.AddScoped<ServerSaveService>();
        services.AddScoped<RefreshService>();
        services.AddScoped<NamedPop3Server>();
        services.AddScoped<RawImapMessages>();
        services.AddScoped<RawPop3Messages>();
        services.AddScoped<ExtendedService>();
    }

    /// <summary>Makes this process clear away what has had its time.</summary>
    public static IServiceCollection AddMailboxAgentSweep(this IServiceCollection services) => services.AddHostedService<TemporarySweep>();
}
