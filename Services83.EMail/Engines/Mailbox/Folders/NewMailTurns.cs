namespace Services83.EMail.Engines.Mailbox.Folders;

/// <summary>
/// Lets one call at a time hand out the new mail of an account: a message counts as handed out when the reply has been written, and another
/// call must not read in between. Also remembers where a reply left something for the next one. Safe for concurrent use.
/// </summary>
internal sealed class NewMailTurns
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Account> _accounts = [];
    private readonly HashSet<int> _unfinished = [];

    /// <summary>Waits for the turns of all these accounts, which disposing ends.</summary>
    public async Task<IDisposable> TakeAsync(IEnumerable<int> accountIds, CancellationToken cancellationToken)
    {
        var turns = new Turns(this);
        try
        {
            // In one order for all, so that no two calls wait for each other.
            foreach (var accountId in accountIds.Distinct().Order())
            {
                await turns.AddAsync(accountId, cancellationToken);
            }

            return turns;
        }
        catch
        {
            turns.Dispose();
            throw;
        }
    }

    /// <summary>Notes whether a reply has left new mail of these folders for the next one.</summary>
    public void SetUnfinished(IEnumerable<int> folderIds, bool isUnfinished)
    {
        lock (_lock)
        {
            if (isUnfinished)
            {
                _unfinished.UnionWith(folderIds);
            }
            else
            {
                _unfinished.ExceptWith(folderIds);
            }
        }
    }

    /// <summary>Whether the last reply has left new mail of the folder for the next one.</summary>
    public bool IsUnfinished(int folderId)
    {
        lock (_lock)
        {
            return _unfinished.Contains(folderId);
        }
    }

    private Account Enter(int accountId)
    {
        lock (_lock)
        {
            if (!_accounts.TryGetValue(accountId, out var account))
            {
                _accounts.Add(accountId, account = new Account());
            }

            account.Callers++;
            return account;
        }
    }

    private void Leave(int accountId, Account account)
    {
        lock (_lock)
        {
            if (--account.Callers == 0)
            {
                _accounts.Remove(accountId);
            }
        }
    }

    private sealed class Account
    {
        public SemaphoreSlim Turn { get; } = new(1);

        /// <summary>Who has the turn or waits for it.</summary>
        public int Callers { get; set; }
    }

    private sealed class Turns(NewMailTurns all) : IDisposable
    {
        private readonly List<(int AccountId, Account Account)> _taken = [];

        public async Task AddAsync(int accountId, CancellationToken cancellationToken)
        {
            var account = all.Enter(accountId);
            try
            {
                await account.Turn.WaitAsync(cancellationToken);
            }
            catch
            {
                all.Leave(accountId, account);
                throw;
            }

            _taken.Add((accountId, account));
        }

        public void Dispose()
        {
            foreach (var (accountId, account) in _taken)
            {
                account.Turn.Release();
                all.Leave(accountId, account);
            }

            _taken.Clear();
        }
    }
}
