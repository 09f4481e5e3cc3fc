using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cluster;

/// <summary>
/// Three processes under load while things fail in a random order: nothing that was accepted is lost, no message is missing, stored twice or sent
/// twice, and nobody has to help. <c>TEST_CLUSTER_RUNS=20</c> makes twenty runs of it, as <c>./test.sh cluster</c> does; a run is repeated by its seed.
/// </summary>
[Category(Tier.Kills)]
[CancelAfter(600_000)]
public sealed class RandomFaultTests : ClusterFixture
{
    private const int Accounts = 30;

    /// <summary>In the suite only a few, and nothing is sent, because each lasts several seconds.</summary>
    private static readonly int Faults = Runs == 1 ? 3 : 6;

    private static readonly TimeSpan BetweenRequests = TimeSpan.FromMilliseconds(200);

    private readonly List<TcpRelay> _relays = [];
    private readonly Dictionary<int, int> _promised = [];
    private readonly List<string> _sent = [];
    private SmtpServer _smtp = null!;
    private DovecotServer _delivered = null!;

    private static int Runs => int.Parse(Environment.GetEnvironmentVariable("TEST_CLUSTER_RUNS") ?? "1", CultureInfo.InvariantCulture);

    private static IEnumerable<int> Seeds => Enumerable.Range(1, Runs);

    [TearDown]
    public async Task EndRelays()
    {
        foreach (var relay in _relays)
        {
            await relay.DisposeAsync();
        }

        _relays.Clear();
        _promised.Clear();
        _sent.Clear();
        await (_smtp?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_delivered?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [TestCaseSource(nameof(Seeds))]
    public async Task Nothing_is_lost_whatever_fails(int seed)
    {
        var random = new Random(seed);
        _delivered = await DovecotServer.StartAsync(new DovecotOptions { Users = 1 }, Deadline);
        _smtp = await SmtpServer.StartAsync(_delivered, Deadline);
        Smtp = $"smtps://{_smtp.Host}:{_smtp.TlsPort}";
        var mailboxes = Enumerable.Range(1, Accounts).Select(number => Mailbox(DovecotServer.UserName(number))).ToArray();
        foreach (var mailbox in mailboxes)
        {
            // As the server for outgoing mail wants it.
            mailbox.Password = $"pw-{mailbox.User}";
        }

        await StartAsync(nodes: 0, mailboxes);
        for (var i = 0; i < 3; i++)
        {
            await StartRelayedAsync(hasWrongClock: i == 2);
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(Deadline);
        var load = Task.WhenAll(Enumerable.Range(0, 3).Select(client => RequestAsync(new Random(seed + client), end.Token)));
        for (var i = 0; i < Faults; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(random.Next(1, 4)), Deadline);
            await FailAsync(random);
        }

        await end.CancelAsync();
        await load;
        using var database = OpenDatabase();
        await Polling.UntilAsync(
            async () => await database.FirstOrDefaultAsync<int>("SELECT COUNT(*) FROM outgoing WHERE state < 4", new { }, Deadline) == 0, Deadline);
        await WaitUntilNothingWaitsAsync(database);

        await AssertKeptAsync(database);
        if (Runs > 1)
        {
            await AssertSentOnceAsync(database);
        }
    }

    private async Task StartRelayedAsync(bool hasWrongClock = false)
    {
        var target = new NpgsqlConnectionStringBuilder(TestStorage.OptionsFor(DataFolder, Provider).ConnectionString);
        var relay = new TcpRelay(target.Port);
        _relays.Add(relay);
        target.Port = relay.Port;
        await StartNodeAsync(
            hasWrongClock ? WrongClock : new Dictionary<string, string>(),
            $"--Storage:ConnectionString={target.ConnectionString}", "--Sync:MaxConcurrentAccounts=4", $"--Mail:Egress:AllowedPorts:1={_smtp.TlsPort}",
            $"--Mail:PinnedCertificates:127.0.0.1={Mail.Certificate.GetCertHashString(HashAlgorithmName.SHA256)},{_delivered.CertificateFingerprint}");
    }

    private static Dictionary<string, string> WrongClock => new()
    {
        ["LD_PRELOAD"] = Requires.FakeTime(),
        ["FAKETIME"] = "-300s",
    };

    /// <summary>One fault, and its end.</summary>
    private async Task FailAsync(Random random)
    {
        var victim = random.Next(Nodes.Count);
        var fault = random.Next(4);
        await TestContext.Out.WriteLineAsync($"Fault {fault} of process {victim}");
        switch (fault)
        {
            case 0:
                await Nodes[victim].Process.KillAsync();
                await StartRelayedAsync();
                break;
            case 1 when Nodes[victim].Process.IsRunning:
                Nodes[victim].Process.Stop();
                await Task.Delay(TimeSpan.FromSeconds(random.Next(5, 25)), Deadline);
                Nodes[victim].Process.Continue();
                break;
            case 2:
                _relays[victim].Cut();
                await Task.Delay(TimeSpan.FromSeconds(random.Next(5, 25)), Deadline);
                _relays[victim].Mend();
                break;
            default:
                await BreakConnectionsAsync();
                break;
        }
    }

    /// <summary>As when the database server is restarted.</summary>
    private async Task BreakConnectionsAsync()
    {
        await using var connection = new NpgsqlConnection(TestStorage.OptionsFor(DataFolder, Provider).ConnectionString);
        await connection.OpenAsync(Deadline);
        await using var command = new NpgsqlCommand(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", connection);
        await command.ExecuteScalarAsync(Deadline);
    }

    /// <summary>A client: mail arrives, and it asks any process for a sync, again and again. What a process accepts is a promise.</summary>
    private async Task RequestAsync(Random random, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var account = random.Next(Accounts) + 1;
            var mailbox = Mail.Options.Accounts[account - 1];
            mailbox.Inbox.Append(System.Text.Encoding.ASCII.GetBytes($"Subject: {Guid.NewGuid():N}\r\n\r\nx\r\n"));
            var there = mailbox.Inbox.Messages.Count;
            try
            {
                var node = Nodes[random.Next(Nodes.Count)];
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                await node.PostAsync("admin", Password, "SyncEmailAccounts", $$"""{"SyncUserAccounts": [{"AccountId": {{account}}}]}""").WaitAsync(patience.Token);
                lock (_promised)
                {
                    _promised[account] = Math.Max(_promised.GetValueOrDefault(account), there);
                }

                if (Runs > 1)
                {
                    await SendAsync(node, account, patience.Token);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // Refused, or nobody knows: no promise.
            }

            await Task.Delay(BetweenRequests, CancellationToken.None);
        }
    }

    private async Task SendAsync(RunningServer node, int account, CancellationToken cancellationToken)
    {
        var sender = $"{Guid.NewGuid():N}@test.example";
        await node.PostAsync("admin", Password, "Send", Letter(account, sender)).WaitAsync(cancellationToken);
        lock (_promised)
        {
            _sent.Add(sender);
        }
    }

    private static string Letter(int account, string sender) =>
        $$"""
          {"Emails": [{"AccountId": {{account}}, "From": {"Address": "{{sender}}"}, "To": [{"Address": "{{DovecotServer.UserName(1)}}@test.example"}],
                       "Subject": "{{sender}}", "PlainBody": "x"}]}
          """;

    /// <summary>
    /// Whoever was told that a message is sent can rely on it, and has one copy of it. Each message went to the mail server at most once: if its
    /// row says so exactly once, and otherwise perhaps.
    /// </summary>
    private async Task AssertSentOnceAsync(IDatabase database)
    {
        var certain = await CountAsync($"{OutgoingState.Done:D}, {OutgoingState.Unfiled:D}");
        var perhaps = await CountAsync($"{OutgoingState.Uncertain:D}");
        Assert.That(_smtp.Deliveries, Has.Count.InRange(certain, certain + perhaps));
        Assert.That(_sent, Has.Count.InRange(1, certain + perhaps));
        var copies = Mail.Options.Accounts.SelectMany(account => account["Sent"].Messages)
            .Select(message => System.Text.Encoding.UTF8.GetString(message.Raw.Span)).ToList();
        foreach (var sender in _sent)
        {
            Assert.That(copies.Count(copy => copy.Contains($"Subject: {sender}", StringComparison.Ordinal)), Is.EqualTo(1), $"copies of the message from {sender}");
        }

        Task<int> CountAsync(string states) =>
            database.FirstOrDefaultAsync<int>($"SELECT COUNT(*) FROM outgoing WHERE state IN ({states})", new { }, Deadline);
    }

    private async Task AssertKeptAsync(IDatabase database)
    {
        Assert.That(_promised, Is.Not.Empty);
        foreach (var (account, promised) in _promised)
        {
            var stored = await database.QueryAsync<string>(
                "SELECT subject FROM email_item JOIN content USING (content_id) JOIN email_folder USING (folder_id) WHERE email_item.account_id = @account AND email_folder.name = 'INBOX' AND uid IS NOT NULL",
                new { account }, Deadline);
            Assert.That(stored, Has.Count.AtLeast(promised), $"account {account}: accepted, and not fetched");
            Assert.That(stored, Is.Unique, $"account {account}: stored twice");
        }

        var mailboxes = Mail.Options.Accounts;
        foreach (var account in _promised.Keys.Where(account => _promised[account] == mailboxes[account - 1].Inbox.Messages.Count))
        {
            Assert.That(await CachedMailbox.ReadAsync(database, account), Is.EqualTo(CachedMailbox.Of(mailboxes[account - 1])), $"account {account}");
        }
    }
}
