using Quartz;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Sync.Pushes;
using Services83.EMail.Sync.Queue;
using Services83.EMail.Sync.Reading;
using Services83.EMail.Sync.Run;
using Services83.EMail.Sync.Watch;

namespace Services83.EMail.Sync;

public static class SyncSetup
{
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
        services.AddSingleton<MessageFetcher>();
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
        services.AddSingleton<AccountSync>();
        services.AddSingleton<SyncDispatcher>();
        services.AddQuartz(quartz => quartz.UseInMemoryStore());
        return services;
    }

    /// <summary>Makes this process the one that runs the syncs of its database.</summary>
    public static IServiceCollection AddSyncRunner(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(SyncOptions.Section).Get<SyncOptions>() ?? new SyncOptions();
        services.AddQuartz(quartz =>
        {
            // A sync can stop at any point and continues after the next start, so a stopping program does not wait for slow mail servers.
            quartz.ConfigureScheduler(scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            quartz.UseDefaultThreadPool(pool => pool.MaxConcurrency = options.MaxConcurrentAccounts);
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        services.AddHostedService<SyncSweep>();
        services.AddSingleton<InboxWatcher>();
        services.AddSingleton<InboxWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<InboxWatch>());
        return services;
    }
}
