using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Engines.Gateway.Wire;

namespace Services83.EMail.Engines.Gateway.Sync;

/// <summary>
/// Looks for signs of a sync at a tenant. <c>GetReadySyncEmailAccounts</c> is documented as the accounts "that should be synced", so a
/// freshly synced account is not in the list; <c>EMailAccount</c> has <c>LastFetch</c>, "when we last fetched email", and <c>ErrorCount</c>
/// and <c>AccountStatus</c>, which change when a sync failed.
/// </summary>
internal sealed class SyncWitness(UpstreamClient client, Timeouts timeouts, TimeProvider time)
{
    /// <summary>A call may name any number of accounts, and reading each one is a call of its own.</summary>
    private const int MostAccounts = 10;

    private static readonly GatewayOperation Ready = GatewayOperation.Of(nameof(IEMailAgent.GetReadySyncEmailAccountsAsync));

    private static readonly GatewayOperation Account = GatewayOperation.Of(nameof(IEMailAgent.GetEMailAccountAsync));

    /// <summary>Reads the list, and of the accounts with a key the first ten themselves.</summary>
    /// <returns>The state, and the time that the tenant needs for a call without work.</returns>
    /// <exception cref="UpstreamException">The tenant cannot be reached, or does not accept the credentials.</exception>
    public async Task<(SyncSight Sight, TimeSpan Latency)> LookAsync(
        Tenant tenant, UpstreamCredentials credentials, SyncUserAccount[] accounts, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var ready = await AskAsync<SyncUserAccount?[]?>(tenant, credentials, Ready, [], cancellationToken);
        var latency = time.GetElapsedTime(started);
        var left = MostAccounts;
        var sights = new List<AccountSight>(accounts.Length);
        foreach (var account in accounts)
        {
            State? state = null;
            if (account.AccountId != 0 && left-- > 0)
            {
                started = time.GetTimestamp();
                state = await AskAsync<State?>(tenant, credentials, Account, [account.AccountId], cancellationToken);
                latency = TimeSpan.FromTicks(Math.Min(latency.Ticks, time.GetElapsedTime(started).Ticks));
            }

            var due = ready?.Where(listed => Means(account, listed)).Select(listed => listed!.AccountId).ToArray();
            sights.Add(new AccountSight(due, state?.ToString(), state?.LastFetch is not null));
        }

        return (new SyncSight(sights), latency);
    }

    /// <summary>Account 0 means all accounts of an associate.</summary>
    private static bool Means(SyncUserAccount asked, SyncUserAccount? listed) => listed is not null && (asked switch
    {
        { AccountId: not 0 } => listed.AccountId == asked.AccountId,
        { AssociateId: not 0 } => listed.AssociateId == asked.AssociateId,
        _ => !string.IsNullOrEmpty(asked.AssociateName) && asked.AssociateName.Equals(listed.AssociateName, StringComparison.OrdinalIgnoreCase),
    });

    /// <summary>Null when the tenant does not show the account to this caller.</summary>
    private async Task<T?> AskAsync<T>(
        Tenant tenant, UpstreamCredentials credentials, GatewayOperation operation, object?[] arguments, CancellationToken cancellationToken)
    {
        var request = new UpstreamRequest(tenant, credentials, operation.Name, HttpMethod.Post, operation.PathOf(arguments))
        {
            Body = operation.BodyOf(arguments),
            Timeout = timeouts.Of(operation.Name),
        };
        try
        {
            return await client.SendAsync(request, new ResultReader(tenant, operation.Name, mayBeNull: true).ReadAsync<T?>, cancellationToken);
        }
        catch (UpstreamException exception) when (IsUnseen(exception.Reason))
        {
            return default;
        }
    }

    /// <summary>Whether a failure only means that this caller may not see the account, and nothing about the tenant or the
    /// credentials.</summary>
    private static bool IsUnseen(UpstreamFailure failure) => failure is UpstreamFailure.Forbidden or UpstreamFailure.Refused
        or UpstreamFailure.ServerError or UpstreamFailure.NotJson or UpstreamFailure.BrokenReply or UpstreamFailure.ReplyTooLarge;

    /// <summary>The members of an account that a sync changes, as raw text: they are only compared.</summary>
    private sealed record State(string? LastFetch, string? AccountStatus, string? ErrorCount);
}
