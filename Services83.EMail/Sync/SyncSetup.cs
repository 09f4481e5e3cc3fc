using Npgsql;
using Quartz;
using Services83.EMail.Background;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Storage.Mail.Maildrops;
using Services83.EMail.Storage.PostgreSql;
using Services83.EMail.Sync.Maildrops;
using Services83.EMail.Sync.Pushes;
using Services83.EMail.Sync.Queue;
using Services83.EMail.Sync.Reading;
using Services83.EMail.Sync.Run;
using Services83.EMail.Sync.Watch;

namespace Services83.EMail.Sync;

public static class SyncSetup
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BetweenCheckIns = TimeSpan.FromSeconds(3);

    /// <summary>How long a process may miss its next check-in before its runs are started elsewhere.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(9);

    /// <summary>Registers the sync engine. It runs syncs only if <see cref="AddSyncRunner"/> is called too.</summary>
    public static IServiceCollection AddSync(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SyncOptions>().Bind(configuration.GetSection(SyncOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<FolderStore>();
        services.AddSingleton<FolderVisitStore>();
        services.AddSingleton<ItemStore>();
        services.AddSingleton<UndeliveredStore>();
        services.AddSingleton<SuspectStore>();
        services.AddSingleton<MessageReader>();
        services.AddSingleton<SyncQueue>();
        services.AddSingleton<FolderLister>();
        services.AddSingleton<FolderHistory>();
        services.AddSingleton<FolderIdentity>();
        services.AddSingleton<FolderReconciler>();
        services.AddSingleton<SecondLook>();
        services.AddSingleton<IncomingMessage>();
        services.AddSingleton<CacheLimit>();
        services.AddSingleton<MessageFetcher>();
        services.AddSingleton<FamiliarMessages>();
        services.AddSingleton<SuspectFetcher>();
        services.AddSingleton<FolderFetcher>();
        services.AddSingleton<ChangeRecorder>();
        services.AddSingleton<AppendRecorder>();
        services.AddSingleton<ChangeStore>();
        services.AddSingleton<ChangeReports>();
        services.AddSingleton<FlagPush>();
        services.AddSingleton<MovePush>();
        services.AddSingleton<AppendFinder>();
        services.AddSingleton<AppendPush>();
        services.AddSingleton<PushGuard>();
        services.AddSingleton<ChangePusher>();
        services.AddSingleton<LocalFolders>();
        services.AddSingleton<MaildropStore>();
        services.AddSingleton<MaildropReader>();
        services.AddSingleton<MaildropLister>();
        services.AddSingleton<MaildropFetcher>();
        services.AddSingleton<MaildropRemover>();
        services.AddSingleton<MaildropSync>();
        services.AddSingleton<RunConnections>();
        services.AddSingleton<AccountSync>();
        services.AddSingleton<SyncMetrics>();
        services.AddSingleton<SyncSchedule>();
        services.AddSingleton<SyncDispatcher>();
        services.AddQuartz(_ => { });
        return services;
    }

    /// <summary>Makes this process run the syncs of its database.</summary>
    /// <param name="services">What the program is made of.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="isShared">Whether other processes may run syncs of the same database.</param>
    public static IServiceCollection AddSyncRunner(this IServiceCollection services, IConfiguration configuration, bool isShared)
    {
        var options = configuration.GetSection(SyncOptions.Section).Get<SyncOptions>() ?? new SyncOptions();
        services.AddQuartz(quartz =>
        {
            // A sync can stop at any point and continues after the next start, so a stopping program does not wait for slow mail servers.
            quartz.ConfigureScheduler(scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            quartz.UseDefaultThreadPool(pool => pool.MaxConcurrency = options.MaxConcurrentAccounts);
            if (isShared)
            {
                ShareSchedule(quartz, configuration);
            }
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        services.AddHostedService<SignalReceiver>();
        services.AddHostedService<SyncSweep>();
        services.AddSingleton<InboxWatcher>();
        services.AddSingleton<InboxWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<InboxWatch>());
        return services;
    }

    /// <summary>
    /// Several processes share one schedule, in tables of Quartz that it creates by itself. Without this the schedule is in memory, and is made
    /// again from the requests in the database.
    /// </summary>
    private static void ShareSchedule(IQuartzBuilder quartz, IConfiguration configuration)
    {
        quartz.ConfigureScheduler(scheduler =>
        {
            scheduler.GenerateInstanceId = true;
            // Quartz does not tell the other processes that there is something to run.
            scheduler.IdleWaitTime = BetweenLooks;
        });
        quartz.UsePersistentStore(store =>
        {
            store.UsePostgres(
                NpgsqlFactory.Instance, PostgreSqlSettings.ForSchedule(configuration[$"{StorageOptions.Section}:{nameof(StorageOptions.ConnectionString)}"] ?? ""));
            store.ProvisionSchema();
            store.UseClustering(cluster =>
            {
                cluster.CheckinInterval = BetweenCheckIns;
                cluster.CheckinMisfireThreshold = Silence;
            });
        });
    }
}
