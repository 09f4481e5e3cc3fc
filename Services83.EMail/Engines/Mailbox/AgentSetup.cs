using Services83.EMail.Engines.Mailbox.Accounts;
using Services83.EMail.Engines.Mailbox.Appointments;
using Services83.EMail.Engines.Mailbox.Cache;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Engines.Mailbox.Changes;
using Services83.EMail.Engines.Mailbox.Composing;
using Services83.EMail.Engines.Mailbox.Defaults;
using Services83.EMail.Engines.Mailbox.Documents;
using Services83.EMail.Engines.Mailbox.Domains;
using Services83.EMail.Engines.Mailbox.Drafts;
using Services83.EMail.Engines.Mailbox.Folders;
using Services83.EMail.Engines.Mailbox.Messages;
using Services83.EMail.Engines.Mailbox.NamedServer;
using Services83.EMail.Engines.Mailbox.People;
using Services83.EMail.Engines.Mailbox.Rights;
using Services83.EMail.Engines.Mailbox.Sanitizing;
using Services83.EMail.Engines.Mailbox.Sending;
using Services83.EMail.Engines.Mailbox.Servers;
using Services83.EMail.Engines.Mailbox.Sync;
using Services83.EMail.Engines.Mailbox.Temporary;

namespace Services83.EMail.Engines.Mailbox;

public static class AgentSetup
{
    /// <summary>Registers the mailbox engine as the implementation of the contract.</summary>
    public static IServiceCollection AddMailboxAgent(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DocumentOptions>().Bind(configuration.GetSection(DocumentOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped(MailboxAgent.Create);
        services.AddScoped<IEMailAgent>(provider => provider.GetRequiredService<IWebEMailAgent>());
        services.AddScoped<RightsTeller>();
        services.AddScoped<Sanitizer>();
        AddShared(services);
        services.AddSending(configuration);
        AddAreas(services);
        AddNamedServers(services);
        return services;
    }

    /// <summary>Services that several areas use.</summary>
    private static void AddShared(IServiceCollection services)
    {
        services.AddScoped<CarrierFiller>();
        services.AddScoped<CachedMessages>();
        services.AddScoped<Places>();
        services.AddScoped<ReplyRecorder>();
        services.AddScoped<HeritageReader>();
        services.AddScoped<TemporaryDocuments>();
        services.AddSingleton<ServerLoginReader>();
    }

    private static void AddAreas(IServiceCollection services)
    {
        services.AddScoped<IDefaultOperations, DefaultService>();
        services.AddScoped<AccountCarriers>();
        services.AddScoped<IAccountOperations, AccountService>();
        services.AddScoped<ICurrentAccountOperations, CurrentAccountService>();
        services.AddScoped<ISyncOperations, SyncService>();
        services.AddScoped<IFolderOperations, FolderService>();
        services.AddScoped<NewMailHandout>();
        services.AddSingleton<NewMailTurns>();
        services.AddScoped<IMessageOperations, MessageService>();
        services.AddScoped<IWebMessageOperations, WebMessageService>();
        services.AddScoped<IChangeOperations, ChangeService>();
        services.AddScoped<IDraftOperations, DraftService>();
        services.AddScoped<PeopleFinder>();
        services.AddScoped<IPeopleOperations, PeopleService>();
        services.AddScoped<IWebPeopleOperations, WebPeopleService>();
        services.AddScoped<IMailDomainOperations, MailDomainService>();
        services.AddScoped<CachedCalendars>();
        services.AddScoped<IMailAppointmentOperations, AppointmentService>();
        services.AddScoped<MessageOctets>();
        services.AddScoped<ArchivedMessages>();
        services.AddScoped<IDocumentOperations, DocumentService>();
        services.AddScoped<IWebDocumentOperations, WebDocumentService>();
    }

    private static void AddNamedServers(IServiceCollection services)
    {
        services.AddSingleton<ServerMessageReader>();
        services.AddSingleton<ServerVersionFinder>();
        services.AddSingleton<ReplyBudget>();
        services.AddScoped<NamedImapServer>();
        services.AddScoped<NamedPop3Server>();
        services.AddScoped<MaildropFolders>();
        services.AddScoped<NamedSmtpServer>();
        services.AddScoped<MessageRemover>();
        services.AddScoped<RawImapMessages>();
        services.AddScoped<RawPop3Messages>();
        services.AddScoped<RawMessages>();
        services.AddScoped<ServerMessages>();
        services.AddScoped<ServerChanges>();
        services.AddScoped<IServerLoginOperations, ServerLoginService>();
        services.AddScoped<IServerFolderOperations, ServerFolderService>();
        services.AddScoped<IServerMessageOperations, ServerMessageService>();
        services.AddScoped<IServerChangeOperations, ServerChangeService>();
        services.AddScoped<IServerIdentifierOperations, ServerIdentifierService>();
        services.AddScoped<IServerSaveOperations, ServerSaveService>();
        services.AddScoped<IServerRefreshOperations, ServerRefreshService>();
        services.AddScoped<IRawMessageOperations, RawMessageService>();
    }

    /// <summary>Makes this process delete expired data.</summary>
    public static IServiceCollection AddMailboxAgentSweep(this IServiceCollection services) => services.AddHostedService<TemporarySweep>();
}
