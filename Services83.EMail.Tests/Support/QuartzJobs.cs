using Quartz;

namespace Services83.EMail.Tests.Support;

/// <summary>Knows how many jobs Quartz has been given and not yet done, and tells when there is none.</summary>
internal sealed class QuartzJobs : ISchedulerListener, IJobListener
{
    private readonly Lock _lock = new();
    private readonly List<TaskCompletionSource> _awaited = [];
    private int _open;

    public string Name => nameof(QuartzJobs);

    /// <summary>Begins to count; no job may be under way.</summary>
    public static async Task<QuartzJobs> WatchAsync(ISchedulerFactory schedulers)
    {
        var jobs = new QuartzJobs();
        var scheduler = await schedulers.GetScheduler();
        scheduler.ListenerManager.AddSchedulerListener(jobs);
        scheduler.ListenerManager.AddJobListener(jobs);
        return jobs;
    }

    /// <summary>Completes when no job runs and none waits for its turn in Quartz.</summary>
    public async Task WhenDoneAsync(CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _awaited.Add(done);
        }

        await Count(0);
        await done.Task.WaitAsync(cancellationToken);
    }

    public ValueTask JobScheduled(IScheduler scheduler, ITrigger trigger, CancellationToken cancellationToken = default) => Count(1);

    public ValueTask JobWasExecuted(
        IJobExecutionContext context, JobExecutionException? jobException, CancellationToken cancellationToken = default) => Count(-1);

    private ValueTask Count(int more)
    {
        lock (_lock)
        {
            _open += more;
            if (_open == 0)
            {
                _awaited.ForEach(done => done.SetResult());
                _awaited.Clear();
            }
        }

        return ValueTask.CompletedTask;
    }
}
