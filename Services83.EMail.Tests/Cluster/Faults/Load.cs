using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cluster.Faults;

/// <summary>A message that a client asked to send.</summary>
/// <param name="Subject">Only this message has it.</param>
/// <param name="From">Number of the account that sends it.</param>
/// <param name="To">Number of the user who gets it.</param>
internal sealed record SentLetter(string Subject, int From, int To);

/// <summary>
/// Clients of the cluster, who reach it through its load balancer, while mail arrives. What a reply says was done is a promise and is noted here;
/// what had no reply may have been done or not.
/// </summary>
internal sealed class Load(Uri door, string ticket, DovecotServer mailServer, IDatabase database, int accounts) : IDisposable
{
    /// <summary>How long a client waits for a reply.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenCalls = TimeSpan.FromMilliseconds(150);

    private readonly HttpClient _http = new()
    {
        BaseAddress = door,
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("SoTicket", ticket) },
    };

    private readonly Lock _lock = new();
    private readonly Dictionary<int, List<string>> _arrived = [];

    /// <summary>The messages that had arrived before an accepted request for a sync, by subject, with their accounts.</summary>
    public ConcurrentDictionary<string, int> Fetched { get; } = [];

    /// <summary>The subjects of messages that were marked as read, with their accounts.</summary>
    public ConcurrentDictionary<string, int> Read { get; } = [];

    /// <summary>The subjects of messages that were moved to the trash, with their accounts.</summary>
    public ConcurrentDictionary<string, int> Trashed { get; } = [];

    /// <summary>The messages that were sent.</summary>
    public ConcurrentBag<SentLetter> Sent { get; } = [];

    /// <summary>The messages that may have been sent.</summary>
    public ConcurrentBag<SentLetter> Tried { get; } = [];

    /// <summary>Everything that arrived, by subject, with the accounts.</summary>
    public IReadOnlyDictionary<string, int> Arrived
    {
        get
        {
            lock (_lock)
            {
                return _arrived.SelectMany(pair => pair.Value, (pair, subject) => (subject, pair.Key)).ToDictionary();
            }
        }
    }

    /// <summary>One client, until it is cancelled.</summary>
    public async Task RunAsync(Random random, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var account = random.Next(accounts) + 1;
            try
            {
                await (random.Next(6) switch
                {
                    0 => SendAsync(account, random.Next(accounts) + 1),
                    1 => MarkAsync(account),
                    2 => TrashAsync(account),
                    _ => SyncAsync(account),
                });
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or StorageException)
            {
                // Refused, or nobody knows: no promise.
            }

            await Task.Delay(BetweenCalls, CancellationToken.None);
        }
    }

    /// <summary>Requests a sync of all accounts at once; the call has to succeed.</summary>
    public Task SyncAllAsync(CancellationToken cancellationToken) => PostAsync(
        "SyncEmailAccounts", new { SyncUserAccounts = Enumerable.Range(1, accounts).Select(id => new { AccountId = id }) }, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task SyncAsync(int account)
    {
        var subject = Guid.NewGuid().ToString("N");
        mailServer.Arrive(DovecotServer.UserName(account), Encoding.ASCII.GetBytes(
            $"From: a@test.example\r\nTo: b@test.example\r\nSubject: {subject}\r\nMessage-ID: <{subject}@test.example>\r\n\r\nx\r\n"));
        string[] there;
        lock (_lock)
        {
            (_arrived.TryGetValue(account, out var known) ? known : _arrived[account] = []).Add(subject);
            there = [.. _arrived[account]];
        }

        await PostAsync("SyncEmailAccounts", new { SyncUserAccounts = new[] { new { AccountId = account } } });
        Array.ForEach(there, one => Fetched[one] = account);
    }

    private async Task SendAsync(int from, int to)
    {
        var letter = new SentLetter(Guid.NewGuid().ToString("N"), from, to);
        Tried.Add(letter);
        await PostAsync("Send", new
        {
            Emails = new[]
            {
                new
                {
                    AccountId = from,
                    To = new[] { new { Address = $"{DovecotServer.UserName(to)}@test.example" } },
                    letter.Subject,
                    PlainBody = "x",
                },
            },
        });
        Sent.Add(letter);
    }

    private async Task MarkAsync(int account)
    {
        foreach (var (id, subject) in await ChooseAsync(account))
        {
            await PostAsync("MarkEmailsAsRead", new { Ids = new[] { id }, Read = true });
            Read[subject] = account;
        }
    }

    private async Task TrashAsync(int account)
    {
        foreach (var (id, subject) in await ChooseAsync(account))
        {
            await PostAsync("MoveEmailsToTrash", new { Ids = new[] { id } });
            Trashed[subject] = account;
        }
    }

    /// <summary>A message of the inbox, or none.</summary>
    private Task<IReadOnlyList<(int Id, string Subject)>> ChooseAsync(int account) => database.QueryAsync<(int Id, string Subject)>(
        """
        SELECT item_id, subject FROM email_item JOIN content USING (content_id) JOIN email_folder USING (folder_id)
        WHERE email_item.account_id = @account AND email_folder.name = 'INBOX' AND uid IS NOT NULL ORDER BY item_id DESC LIMIT 1
        """,
        new { account }, CancellationToken.None);

    private async Task PostAsync(string operation, object arguments)
    {
        using var patience = new CancellationTokenSource(Patience);
        await PostAsync(operation, arguments, patience.Token);
    }

    /// <exception cref="HttpRequestException">It was refused, or there was no reply.</exception>
    private async Task PostAsync(string operation, object arguments, CancellationToken cancellationToken)
    {
        using var reply = await _http.PostAsJsonAsync($"/api/v1/Agents/EMail/{operation}", arguments, cancellationToken);
        reply.EnsureSuccessStatusCode();
    }
}
