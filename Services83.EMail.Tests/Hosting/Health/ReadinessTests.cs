using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Services83.EMail.Background;
using Services83.EMail.Hosting;
using Services83.EMail.Hosting.Health;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Hosting.Health;

/// <summary>
/// The reply of <c>/health/ready</c>: everybody sees which part has a problem; only the operator sees the details, in the log and with
/// <c>status</c>.
/// </summary>
[Category(Tier.Engines)]
[CancelAfter(90_000)]
public sealed class ReadinessTests : CommandFixture
{
    private const string Secret = "the reason, which is nobody's business";

    private readonly TestLog _log = new();
    private readonly ManualTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private FullDatabase _database = null!;
    private WebApplication _app = null!;

    [SetUp]
    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([new("Storage:DataFolder", DataFolder)]);
        builder.Logging.ClearProviders().AddProvider(_log);
        builder.Services.AddEngine(builder.Configuration);
        builder.Services.AddEngineRunner(builder.Configuration);
        builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<WriteProbe>(provider, (TimeProvider)_clock));
        builder.Services.AddSingleton<IDatabase>(provider => _database = new FullDatabase(StorageSetup.OpenDatabase(provider)));
        _app = builder.Build();
        _app.MapHealth();
        await _app.Services.GetRequiredService<IDatabase>().MigrateAsync(Deadline);
        await _app.StartAsync(Deadline);
    }

    [TearDown]
    public async Task StopServer()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    [OneTimeTearDown]
    public void CloseLog() => _log.Dispose();

    [Test]
    public async Task A_full_disk_makes_it_unhealthy_until_there_is_room()
    {
        Assert.That(await AskAsync(), Is.EqualTo((200, "Healthy\nbackground: Healthy\ndatabase: Healthy\naccounts: Healthy\noutbox: Healthy")));

        await FillAsync();
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That(await AskAsync(), Is.EqualTo((503, "Unhealthy\nbackground: Healthy\ndatabase: Unhealthy\naccounts: Healthy\noutbox: Healthy")));
        Assert.That(_log.Lines, Has.Some.Contains("the disk is full"));

        _database.IsFull = false;
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.That((await AskAsync()).Status, Is.EqualTo(200));
        Assert.That(await _database.FirstOrDefaultAsync<int>("SELECT COUNT(*) FROM write_probe", new { }, Deadline), Is.Zero, "it leaves nothing behind");
    }

    [Test]
    public async Task However_often_it_is_asked_it_writes_once_in_ten_seconds()
    {
        await AskAsync();
        await FillAsync();

        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.That((await AskAsync()).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_background_task_that_fails_is_told_without_its_reason_and_by_status_with_it()
    {
        var board = _app.Services.GetRequiredService<LoopBoard>();
        await board.FailedAsync("The task", new InvalidOperationException(Secret), _ => TimeSpan.FromMinutes(5));

        Assert.That(await AskAsync(), Is.EqualTo((200, "Degraded\nbackground: Degraded (failing: The task)\ndatabase: Healthy\naccounts: Healthy\noutbox: Healthy")));
        Assert.That(_log.Lines, Has.Some.Contains(Secret));
        Assert.That((await RunAsync("status")).Output, Does.Match($"The task .*{Secret}"));

        await board.WorksAsync("The task");
        Assert.That((await AskAsync()).Text, Does.StartWith("Healthy"));
        Assert.That((await RunAsync("status")).Output, Does.Not.Contain("The task"));
    }

    [Test]
    public async Task A_copy_that_is_parked_is_told()
    {
        var anna = await _app.Services.GetRequiredService<AssociateStore>().AddAsync(
            new StoredAssociate { LoginName = "anna", FullName = "Anna" }, password: null, Deadline);
        await _database.ExecuteAsync(
            """
            INSERT INTO outgoing (associate_id, state, host, sender, recipients, subject, created_at, changed_at)
            VALUES (@AssociateId, 3, 'mail.example', 'anna@test.example', '[]', '', 1, 1)
            """,
            new { anna.AssociateId }, Deadline);

        Assert.That(await AskAsync(), Is.EqualTo((200, "Degraded\nbackground: Healthy\ndatabase: Healthy\naccounts: Healthy\noutbox: Degraded (1 copy of sent mail is parked)")));
    }

    [Test]
    public async Task Accounts_that_need_somebody_are_counted_and_not_named()
    {
        await AddUserAsync("anna");
        await _database.ExecuteAsync(
            """
            INSERT INTO account (associate_id, email_address, email_key, sync_interval, created_at, status, error_count, error_reason, disabled) VALUES
                (1, 'a@test.example', 'a@test.example', 300, 1, 3, 1, 'wrong password', FALSE), (1, 'b@test.example', 'b@test.example', 300, 1, 2, 3, 'down', FALSE),
                (1, 'c@test.example', 'c@test.example', 300, 1, 2, 2, 'down', FALSE), (1, 'd@test.example', 'd@test.example', 300, 1, 3, 1, 'wrong password', TRUE)
            """,
            new { }, Deadline);

        Assert.That((await AskAsync()).Text, Does.Contain("\naccounts: Degraded (2 accounts cannot be synced; the command status says which and why)\n"));
    }

    /// <summary>The disk is full, and no room is left within the file either.</summary>
    private async Task FillAsync()
    {
        await _database.ExecuteAsync("CREATE TABLE filler AS SELECT zeroblob(4000000)", new { }, Deadline);
        _database.IsFull = true;
    }

    private async Task<(int Status, string Text)> AskAsync()
    {
        using var http = new HttpClient();
        using var reply = await http.GetAsync(new Uri(new Uri(_app.Urls.Single()), "/health/ready"), Deadline);
        return ((int)reply.StatusCode, await reply.Content.ReadAsStringAsync(Deadline));
    }
}
