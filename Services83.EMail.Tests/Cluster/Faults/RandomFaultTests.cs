using System.Globalization;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cluster.Faults;

/// <summary>
/// Three processes behind a load balancer, with a real mail server and many accounts, while things fail in a random order: what was accepted is
/// done, no message is missing, stored twice or sent twice, no account is synced by two at once, and nobody has to help.
/// <c>TEST_CLUSTER_RUNS=20</c> makes twenty longer runs with more accounts, as <c>./test.sh cluster</c> does; a run is repeated by its seed.
/// </summary>
[Category(Tier.Kills)]
[CancelAfter(900_000)]
public sealed class RandomFaultTests : ProgramFixture
{
    private static readonly int Runs = int.Parse(Environment.GetEnvironmentVariable("TEST_CLUSTER_RUNS") ?? "1", CultureInfo.InvariantCulture);
    private static readonly bool IsLong = Runs > 1;
    private static readonly int Accounts = IsLong ? 300 : 30;
    private static readonly int Clients = IsLong ? 6 : 3;
    private static readonly int Faults = IsLong ? 8 : 3;

    /// <summary>Seconds that a process is stopped, or cut off from the database, at most.</summary>
    private static readonly int Longest = IsLong ? 60 : 25;

    /// <summary>After a fault, others may go on to take over for so long.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(30);

    private readonly List<IAsyncDisposable> _parts = [];
    private WatchedDatabase? _database;
    private DovecotServer _mail = null!;
    private SmtpServer _smtp = null!;
    private FaultyCluster _cluster = null!;

    protected override StorageProvider Provider => StorageProvider.PostgreSql;

    private static IEnumerable<int> Seeds => Enumerable.Range(1, Runs);

    private static IEnumerable<(int Account, string User)> Users => Enumerable.Range(1, Accounts).Select(number => (number, DovecotServer.UserName(number)));

    [TearDown]
    public async Task EndParts()
    {
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.DisposeAsync();
        }

        _parts.Clear();
        _database?.Dispose();
    }

    [TestCaseSource(nameof(Seeds))]
    public async Task Nothing_is_lost_whatever_fails(int seed)
    {
        using var load = await StartAsync();
        var random = new Random(seed);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Deadline);
        var clients = Task.WhenAll(Enumerable.Range(1, Clients).Select(client => load.RunAsync(new Random(seed + (client * 1000)), end.Token)));
        for (var i = 0; i < Faults; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(random.Next(1, 6)), Deadline);
            await _cluster.FailAsync(random, Longest, isAlone: IsLong, Deadline);
        }

        await end.CancelAsync();
        await clients;
        var database = _database!;
        await WaitUntilNothingIsOpenAsync(database);
        await AssertFetchedAsync(load, database);

        // Also what arrived without an accepted request.
        await load.SyncAllAsync(Deadline);
        await WaitUntilNothingIsOpenAsync(database);
        AssertNoneSyncedByTwo();
        await AssertSentAsync(load, database);
        await AssertMailboxesAsync(load, database);
        TestContext.Out.WriteLine($"{load.Arrived.Count} arrived, {load.Fetched.Count} requested, {load.Read.Count} marked, {load.Trashed.Count} moved, {load.Sent.Count} of {load.Tried.Count} sent");
    }

    private async Task<Load> StartAsync()
    {
        _parts.Add(_mail = await DovecotServer.StartAsync(new DovecotOptions { Users = Accounts, RawLog = true }, Deadline));
        await _mail.MakeMaildirsAsync(Users.Select(one => one.User), Deadline);
        _parts.Add(_smtp = await SmtpServer.StartAsync(_mail, Deadline));
        await AddUserAsync("admin", "--admin");
        await ImportAsync();
        var options = TestStorage.OptionsFor(DataFolder, Provider);
        _parts.Add(_cluster = new FaultyCluster(options.ConnectionString, StartNodeAsync));
        await _cluster.StartAsync();
        var proxy = await HaProxy.StartAsync(_cluster.Ports, Deadline);
        _parts.Add(proxy);
        _database = OpenDatabase();
        var load = new Load(proxy.Url, await _cluster.Servers[0].LogInAsync("admin", Password), _mail, _database, Accounts);
        await load.SyncAllAsync(Deadline);
        await WaitUntilNothingIsOpenAsync(_database);
        return load;
    }

    private Task<RunningServer> StartNodeAsync(IReadOnlyDictionary<string, string> environment, params string[] settings) => StartServerAsync(
        environment,
        [
            .. TestEngine.SettingsFor(DataFolder, _mail.Host, _mail.ImapsPort, _mail.Certificate.Certificate).Select(setting => $"--{setting.Key}={setting.Value}"),
            $"--Mail:Egress:AllowedPorts:1={_smtp.TlsPort}", "--Sync:MaxConcurrentAccounts=4", "--Sync:MaxConcurrentAccountsPerHost=20", .. settings,
        ]);

    private async Task ImportAsync()
    {
        var file = Path.Combine(Folder, "accounts.csv");
        var lines = Users.Select(one =>
            $"{one.User}@test.example,admin,imaps://{_mail.Host}:{_mail.ImapsPort},{one.User},{DovecotServer.Password(one.User)},smtps://{_smtp.Host}:{_smtp.TlsPort}");
        await File.WriteAllLinesAsync(file, ["email,associate,server,user,password,smtp", .. lines], Deadline);
        await MustRunAsync("", "account", "import", file);
    }

    /// <summary>Waits until all that was accepted is done, without any help.</summary>
    private async Task WaitUntilNothingIsOpenAsync(IDatabase database)
    {
        const string Open = """
            SELECT (SELECT COUNT(*) FROM sync_request) + (SELECT COUNT(*) FROM email_change WHERE rejected = FALSE) + (SELECT COUNT(*) FROM outgoing WHERE state IN (1, 2, 3))
            """;
        await Polling.UntilAsync(
            async () =>
            {
                try
                {
                    return await database.FirstOrDefaultAsync<int>(Open, new { }, Deadline) == 0;
                }
                catch (StorageException exception) when (exception.IsTransient)
                {
                    // This test's own connections were ended as well.
                    return false;
                }
            },
            Deadline);
    }

    private static async Task AssertFetchedAsync(Load load, IDatabase database)
    {
        var stored = await database.QueryAsync<(int Account, string Subject)>(
            "SELECT account_id, subject FROM email_item JOIN content USING (content_id)", new { }, Deadline);
        Assert.That(load.Fetched, Is.Not.Empty);
        Assert.That(load.Fetched.Select(one => (one.Value, one.Key)).Except(stored), Is.Empty, "accepted, and not fetched");
    }

    /// <summary>By what the mail server noted. Only a process that was stopped or cut off may go on when another one has begun.</summary>
    private void AssertNoneSyncedByTwo()
    {
        foreach (var runs in Users.Select(one => ImapRun.Of(_mail, one.User)))
        {
            Assert.That(runs, Is.Not.Empty);
            foreach (var (earlier, later) in runs.Zip(runs.Skip(1)).Where(pair => pair.First.Overlaps(pair.Second)))
            {
                Assert.That(
                    _cluster.Takeovers.Any(fault => fault.Start < later.Start && later.Start < fault.End + Aftermath), Is.True,
                    $"{earlier.User} was synced by two from {later.Start:HH:mm:ss.fff} on, and no process was stopped or cut off");
                Assert.That(earlier.Changes.Count(time => time > later.Start), Is.AtMost(1), $"{earlier.User}: a run that was taken over changed its mailbox");
            }
        }
    }

    /// <summary>
    /// Whoever was told that a message is sent can rely on it. Each message went to the mail server at most once: if its row says so exactly once,
    /// and otherwise perhaps.
    /// </summary>
    private async Task AssertSentAsync(Load load, IDatabase database)
    {
        var certain = await CountAsync($"{OutgoingState.Done:D}, {OutgoingState.Unfiled:D}");
        var perhaps = await CountAsync($"{OutgoingState.Uncertain:D}");
        Assert.That(_smtp.Deliveries, Has.Count.InRange(certain, certain + perhaps));
        Assert.That(load.Sent, Has.Count.InRange(1, certain + perhaps));

        Task<int> CountAsync(string states) =>
            database.FirstOrDefaultAsync<int>($"SELECT COUNT(*) FROM outgoing WHERE state IN ({states})", new { }, Deadline);
    }

    private async Task AssertMailboxesAsync(Load load, IDatabase database)
    {
        var lines = new Dictionary<int, List<(string Folder, string Subject, bool IsSeen)>>();
        foreach (var (account, user) in Users)
        {
            await using var client = await _mail.LogInAsync(user, Deadline);
            Assert.That(await CachedMailbox.ReadAsync(database, account), Is.EqualTo(await CachedMailbox.OfAsync(client, Deadline)), user);
            lines[account] = [.. await database.QueryAsync<(string Folder, string Subject, bool IsSeen)>(
                $"SELECT name, subject, (flags & {(int)EMailFlags.Seen}) <> 0 FROM email_item JOIN content USING (content_id) JOIN email_folder USING (folder_id) WHERE email_item.account_id = @account",
                new { account }, Deadline)];
        }

        var misplaced = load.Arrived.Where(one => Places(one.Value, one.Key).Count != 1).ToList();
        var notTrashed = load.Trashed.Where(one => Arrivals(one.Value, one.Key) is not ["Trash"]).ToList();
        var misfiled = load.Sent.Where(one => Places(one.From, one.Subject).Count(place => place == "Sent") != 1).ToList();
        foreach (var account in misplaced.Concat(notTrashed).Select(one => one.Value).Concat(misfiled.Select(one => one.From)).Distinct())
        {
            await TellAsync(account, lines[account], database);
        }

        // The rows are what the mail server has, so what they show is so there.
        Assert.Multiple(() =>
        {
            Assert.That(misplaced, Is.Empty, "lost or doubled");
            Assert.That(load.Read.Where(one => !lines[one.Value].Exists(line => line.Subject == one.Key && line.IsSeen)), Is.Empty, "not marked");
            Assert.That(notTrashed, Is.Empty, "not in the trash");
            Assert.That(load.Tried.Where(one => Received(one).Count > 1), Is.Empty, "received twice");
            Assert.That(load.Sent.Where(one => Received(one).Count != 1), Is.Empty, "sent, and not received");
            Assert.That(misfiled, Is.Empty, "not one copy of what was sent");
        });

        List<string> Places(int account, string subject) => [.. lines[account].Where(line => line.Subject == subject).Select(line => line.Folder)];

        // Who writes to himself has the message in the folder for sent mail as well.
        List<string> Arrivals(int account, string subject) => [.. Places(account, subject).Where(place => place != "Sent")];

        List<string> Received(SentLetter letter) => Arrivals(letter.To, letter.Subject);
    }

    /// <summary>All that is known of an account which is not as it should be.</summary>
    private async Task TellAsync(int account, IEnumerable<(string Folder, string Subject, bool IsSeen)> lines, IDatabase database)
    {
        var changes = await database.QueryAsync<(int Kind, int? Item, bool Rejected, string? Error)>(
            "SELECT kind, item_id, rejected, last_error FROM email_change WHERE account_id = @account ORDER BY change_id", new { account }, Deadline);
        var sent = await database.QueryAsync<(int Id, int State, string Reason)>(
            "SELECT outgoing_id, state, reason FROM outgoing WHERE account_id = @account ORDER BY outgoing_id", new { account }, Deadline);
        TestContext.Out.WriteLine($"Account {account}:\n{string.Join('\n', [.. lines.Select(line => $"{line}"), .. changes.Select(one => $"change {one}"), .. sent.Select(one => $"sent {one}")])}");
        foreach (var file in Directory.GetFiles(_mail.RawLogFolder(DovecotServer.UserName(account))).Order(StringComparer.Ordinal))
        {
            TestContext.Out.WriteLine($"{Path.GetFileName(file)}:\n{await File.ReadAllTextAsync(file, Deadline)}");
        }
    }
}
