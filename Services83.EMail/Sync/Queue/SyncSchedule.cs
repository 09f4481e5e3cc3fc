using System.Globalization;
using Quartz;

namespace Services83.EMail.Sync.Queue;

/// <summary>
/// The runs that Quartz has been given: one job for each account, from when it is scheduled until its run has ended. Quartz decides which
/// process runs it, never runs two jobs of the same account at once, and runs it again elsewhere when that process ends.
/// </summary>
public sealed partial class SyncSchedule(
    ISchedulerFactory schedulers, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<SyncSchedule> logger)
{
    private const string Group = "sync";

    /// <summary>Whether the program stops, so that Quartz takes no more runs. The requests are stored, and found after the next start.</summary>
    public bool IsOver => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>The account of a job.</summary>
    public static int AccountOf(JobKey job) => int.Parse(job.Name, CultureInfo.InvariantCulture);

    /// <summary>The accounts that run or are about to run, in any process.</summary>
    /// <exception cref="SchedulerException">The database of the schedule cannot be reached.</exception>
    public async Task<HashSet<int>> AccountsAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var jobs = await scheduler.GetJobKeys(GroupMatcher<JobKey>.GroupEquals(Group), cancellationToken);
        return [.. jobs.Select(AccountOf)];
    }

    /// <summary>
    /// Has the account run as soon as a process is free. If a run of it is about to end, it runs after that. If Quartz cannot take it, this is
    /// logged, and the next search tries again.
    /// </summary>
    public async Task StartAsync(int accountId, CancellationToken cancellationToken)
    {
        var job = JobBuilder.Create<SyncJob>()
            .WithIdentity(accountId.ToString(CultureInfo.InvariantCulture), Group).RequestRecovery().Build();
        var trigger = TriggerBuilder.Create(time).WithIdentity($"{accountId} {Guid.NewGuid():N}", Group).StartNow().Build();
        try
        {
            var scheduler = await schedulers.GetScheduler(cancellationToken);
            await scheduler.ScheduleJob(job, [trigger], new ScheduleJobOptions { Replace = true }, cancellationToken);
        }
        catch (SchedulerException exception)
        {
            if (!IsOver)
            {
                LogNotStarted(exception, accountId);
            }
        }
    }

    [LoggerMessage(3003, LogLevel.Error, "Account {AccountId}: its sync could not be started; the program tries again")]
    private partial void LogNotStarted(Exception exception, int accountId);
}
