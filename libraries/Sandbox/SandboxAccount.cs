namespace Services83.EMail.Sandbox;

/// <summary>A user of the sandbox server and the folders that belong to it, all in memory.</summary>
public sealed class SandboxAccount
{
    private const uint FirstUidValidity = 1_700_000_000;

    private readonly TimeProvider _clock;
    private readonly SortedDictionary<string, SandboxFolder> _folders = new(StringComparer.Ordinal);
    private TaskCompletionSource _change = NewSignal();
    private uint _lastUidValidity = FirstUidValidity;
    private uint _lastMailboxId;

    /// <summary>An account that has an empty INBOX and nothing else.</summary>
    /// <param name="clock">Date of messages that are appended without one; the system's clock by default.</param>
    public SandboxAccount(string user, string password, TimeProvider? clock = null)
    {
        User = user;
        Password = password;
        _clock = clock ?? TimeProvider.System;
        CreateFolder("INBOX");
    }

    public string User { get; }

    /// <summary>May be changed while the server runs.</summary>
    public string Password { get; set; }

    public SandboxFolder Inbox => this["INBOX"];

    /// <summary>A snapshot of all folders, ordered by name.</summary>
    public IReadOnlyList<SandboxFolder> Folders
    {
        get
        {
            lock (Gate)
            {
                return [.. _folders.Values];
            }
        }
    }

    /// <summary>The folder of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public SandboxFolder this[string name] =>
        Find(name) ?? throw new KeyNotFoundException($"The sandbox account {User} has no folder '{name}'.");

    /// <summary>The lock of all folders of the account, so that a move is one step for every session.</summary>
    internal Lock Gate { get; } = new();

    internal DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Completes at the next change anywhere in the account. Get it before reading, so that no change is missed.</summary>
    internal Task NextChange
    {
        get
        {
            lock (Gate)
            {
                return _change.Task;
            }
        }
    }

    /// <summary>
    /// An account with the folders that most people have: INBOX, Sent, Drafts, Trash, Junk, a <c>\Noselect</c> Archive with
    /// a child 2025, and one whose name is not ASCII.
    /// </summary>
    public static SandboxAccount WithUsualFolders(string user, string password, TimeProvider? clock = null)
    {
        var account = new SandboxAccount(user, password, clock);
        account.CreateFolder("Sent", @"\Sent");
        account.CreateFolder("Drafts", @"\Drafts");
        account.CreateFolder("Trash", @"\Trash");
        account.CreateFolder("Junk", @"\Junk");
        // Dovecot, too, gives a special use to a folder that cannot be selected; a client must be able to handle it.
        account.CreateFolder("Archive", @"\Archive", selectable: false);
        account.CreateFolder("Archive/2025");
        account.CreateFolder("Blåbær & Søn");
        return account;
    }

    public SandboxFolder? Find(string name)
    {
        lock (Gate)
        {
            return _folders.GetValueOrDefault(Normalize(name));
        }
    }

    /// <param name="uidValidity">A new number by default; give that of another folder to simulate a server that derives it from the clock's
    /// seconds.</param>
    /// <exception cref="ArgumentException">A folder of that name exists.</exception>
    public SandboxFolder CreateFolder(string name, string? specialUse = null, bool selectable = true, uint? uidValidity = null)
    {
        lock (Gate)
        {
            var folder = new SandboxFolder(this, Normalize(name), specialUse, selectable, uidValidity);
            _folders.Add(folder.Name, folder);
            SignalChange();
            return folder;
        }
    }

    /// <summary>Removes a folder with its messages; folders below it stay. False when there was none.</summary>
    public bool DeleteFolder(string name)
    {
        lock (Gate)
        {
            if (!_folders.Remove(Normalize(name), out var folder))
            {
                return false;
            }

            folder.IsDeleted = true;
            SignalChange();
            return true;
        }
    }

    /// <summary>Renames a folder and those below it; UIDVALIDITY and UIDs stay. False when there was none.</summary>
    /// <exception cref="ArgumentException">A folder of the new name exists.</exception>
    public bool RenameFolder(string name, string newName)
    {
        lock (Gate)
        {
            if (_folders.ContainsKey(Normalize(newName)))
            {
                throw new ArgumentException($"A folder '{newName}' exists.", nameof(newName));
            }

            if (!_folders.ContainsKey(Normalize(name)))
            {
                return false;
            }

            var moved = _folders.Values.Where(folder => folder.Name == name || folder.Name.StartsWith(name + '/', StringComparison.Ordinal));
            foreach (var folder in moved.ToArray())
            {
                _folders.Remove(folder.Name);
                folder.Name = newName + folder.Name[name.Length..];
                _folders.Add(folder.Name, folder);
            }
            SignalChange();
            return true;
        }
    }

    internal uint NextUidValidity() => Interlocked.Increment(ref _lastUidValidity);

    internal string NextMailboxId() => $"F{Interlocked.Increment(ref _lastMailboxId)}";

    internal void SignalChange()
    {
        var reached = _change;
        _change = NewSignal();
        reached.SetResult();
    }

    // Continuations must not run while the signalling thread holds the lock.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string Normalize(string name) => name.Equals("INBOX", StringComparison.OrdinalIgnoreCase) ? "INBOX" : name;
}
