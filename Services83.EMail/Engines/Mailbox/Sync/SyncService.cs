using System.Globalization;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Sync.Queue;

namespace Services83.EMail.Engines.Mailbox.Sync;

/// <summary>Finds the accounts of a client's sync request, checks the caller's rights, and passes them to the dispatcher.</summary>
internal sealed class SyncService(CallContext call, AccountStore accounts, SyncDispatcher dispatcher) : ISyncOperations
{
    public async Task<SyncUserAccount[]> GetReadySyncEmailAccountsAsync()
    {
        var due = await accounts.DueAsync(call.RequireCaller().Scope, call.Aborted);
        return [.. due.Select(account => new SyncUserAccount
        {
            AccountId = account.AccountId,
            AssociateName = account.AssociateName,
            AssociateId = account.AssociateId,
        })];
    }

    /// <summary>Returns when the requests are stored. Unknown ones are listed in <c>ExtraInfo</c>.</summary>
    public async Task SyncEmailAccountsAsync(SyncUserAccount?[]? syncUserAccounts)
    {
        var targets = await ResolveAsync(syncUserAccounts ?? []);
        await dispatcher.AcceptAsync(targets.Accounts.Values, call.Aborted);

        Report("UnknownAccountIds", ",", targets.UnknownAccounts);
        Report("UnknownAssociates", "; ", targets.UnknownAssociates);
    }

    /// <summary>Returns when the accounts have been synced.</summary>
    public async Task SyncEmailAccountAsync(SyncUserAccount? syncUserAccount)
    {
        var targets = await ResolveAsync([syncUserAccount ?? throw new InvalidArgumentException("SyncUserAccount", "An account is needed.")]);
        foreach (var unknown in targets.UnknownAccounts.Concat(targets.UnknownAssociates))
        {
            throw new EntityNotFoundException($"There is no account {unknown} to sync.", "SyncUserAccount", unknown);
        }

        var outcomes = await Task.WhenAll(targets.Accounts.Keys.Select(accountId => dispatcher.RunAsync(accountId, call.Aborted)));
        foreach (var outcome in outcomes)
        {
            outcome.ThrowIfFailed();
        }
    }

    private async Task<Targets> ResolveAsync(IReadOnlyCollection<SyncUserAccount?> requested)
    {
        var caller = call.RequireCaller();
        var targets = new Targets();
        var ids = requested.OfType<SyncUserAccount>().Where(item => item.AccountId != 0).Select(item => item.AccountId).ToHashSet();
        if (ids.Count > 0)
        {
            var owners = await accounts.OwnersAsync(ids, call.Aborted);
            targets.Add(caller, owners);
            ids.ExceptWith(owners.Select(owner => owner.AccountId));
            targets.UnknownAccounts.AddRange(ids.Order().Select(id => id.ToString(CultureInfo.InvariantCulture)));
        }

        var enabled = new HashSet<int>();
        var byAssociate = requested.OfType<SyncUserAccount>().Where(item => item.AccountId == 0).ToList();
        foreach (var associateId in byAssociate.Select(item => item.AssociateId).Where(id => id != 0).Distinct())
        {
            enabled.UnionWith(targets.EnabledOf(caller, $"{associateId}", await accounts.OfAssociateAsync(associateId, call.Aborted)));
        }

        var names = byAssociate.Where(item => item.AssociateId == 0).Select(item => item.AssociateName).OfType<string>();
        foreach (var name in names.Where(name => !string.IsNullOrWhiteSpace(name)).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            enabled.UnionWith(targets.EnabledOf(caller, name, await accounts.OfAssociateAsync(name, call.Aborted)));
        }

        if (enabled.Count > 0)
        {
            targets.Add(caller, await accounts.OwnersAsync(enabled, call.Aborted));
        }

        return targets;
    }

    private void Report(string key, string separator, List<string> unknown)
    {
        if (unknown.Count > 0)
        {
            call.ExtraInfo[key] = string.Join(separator, unknown);
        }
    }

    private sealed class Targets
    {
        /// <summary>Longest part of an unknown name that is returned to the client.</summary>
        private const int MaxNameLength = 100;

        public Dictionary<int, SyncTarget> Accounts { get; } = [];

        public List<string> UnknownAccounts { get; } = [];

        public List<string> UnknownAssociates { get; } = [];

        public void Add(Caller caller, IReadOnlyList<SyncTarget> targets)
        {
            RequireRight(caller, targets);
            foreach (var target in targets)
            {
                Accounts[target.AccountId] = target;
            }
        }

        /// <summary>The accounts of an associate to be added: a request for all of them does not include disabled ones.</summary>
        public IEnumerable<int> EnabledOf(Caller caller, string associate, IReadOnlyList<AccountOwner> owners)
        {
            if (owners.Count == 0)
            {
                UnknownAssociates.Add(associate.Length > MaxNameLength ? associate[..MaxNameLength] : associate);
            }

            RequireRight(caller, owners);
            return owners.Where(owner => !owner.Disabled).Select(owner => owner.AccountId);
        }

        private static void RequireRight(Caller caller, IReadOnlyList<OwnedAccount> owners)
        {
            if (owners.FirstOrDefault(owner => !caller.MayActFor(owner.AssociateId)) is { } other)
            {
                throw new AccessDeniedException($"Account {other.AccountId} belongs to another associate. Nothing was started.");
            }
        }
    }
}
