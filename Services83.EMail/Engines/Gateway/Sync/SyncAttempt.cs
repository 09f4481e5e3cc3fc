using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Engines.Gateway.Wire;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Gateway.Sync;

/// <summary>
/// Calls <c>SyncEmailAccounts</c> of a tenant once and finds out the result. A tenant that runs another sync ignores the call, and returns
/// after one second without saying so. The state of the accounts before and after the call shows whether it has synced. Only if it does
/// not, the duration decides: a call that took clearly longer has synced; a call that took clearly less has synced too, because a refusal
/// always waits for the full second. Otherwise the call is repeated, after those of others.
/// </summary>
internal sealed partial class SyncAttempt(
    SyncCallStore store, UpstreamClient client, SyncWitness witness, Timeouts timeouts, IOptions<GatewayOptions> options, TimeProvider time,
    ILogger<SyncAttempt> logger)
{
    /// <summary>How often the state of an account that still seems to be due overrides the duration.</summary>
    private const int MostDoubts = 3;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private static readonly GatewayOperation Operation = GatewayOperation.Of(nameof(IEMailAgent.SyncEmailAccountsAsync));

    public async Task MakeAsync(Tenant tenant, SyncCall call, CancellationToken cancellationToken)
    {
        if (call.ExpiresAt <= time.GetUtcNow())
        {
            await EndAsync(call, SyncState.GivenUp, $"given up: {call.Reason}", cancellationToken);
            return;
        }

        if (await StartAsync(call, cancellationToken) is not { } credentials)
        {
            return;
        }

        try
        {
            await TryAsync(tenant, call, credentials, cancellationToken);
        }
        catch (UpstreamException exception)
        {
            await FailAsync(call, exception, cancellationToken);
        }
    }

    private Task FailAsync(SyncCall call, UpstreamException exception, CancellationToken cancellationToken) => exception.Reason switch
    {
        UpstreamFailure.NotAuthenticated => AwaitLoginAsync(call, exception.Message, cancellationToken),
        // Another attempt with the same caller and accounts would fail in the same way.
        UpstreamFailure.Forbidden or UpstreamFailure.Refused => EndAsync(call, SyncState.GivenUp, exception.Message, cancellationToken),
        // The tenant's other calls would fail in the same way, so they wait too.
        UpstreamFailure.NameResolution or UpstreamFailure.Connection or UpstreamFailure.Certificate or UpstreamFailure.CircuitOpen
            or UpstreamFailure.Unavailable or UpstreamFailure.Throttled or UpstreamFailure.Redirect =>
            PutOffAsync(call, exception.RetryAfter, exception.Message, wholeLine: true, cancellationToken),
        UpstreamFailure.Timeout or UpstreamFailure.ServerError or UpstreamFailure.NotJson or UpstreamFailure.EmptyReply
            or UpstreamFailure.BrokenReply or UpstreamFailure.ReplyTooLarge =>
            PutOffAsync(call, exception.RetryAfter, exception.Message, wholeLine: false, cancellationToken),
    };

    /// <summary>Null when there is nothing to do: the call has ended meanwhile, or its credentials cannot be decrypted any more.</summary>
    private async Task<UpstreamCredentials?> StartAsync(SyncCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await store.StartAsync(call, cancellationToken);
        }
        catch (StorageException exception) when (!exception.IsTransient)
        {
            await EndAsync(call, SyncState.GivenUp, exception.Message, cancellationToken);
            return null;
        }
    }

    private async Task TryAsync(Tenant tenant, SyncCall call, UpstreamCredentials credentials, CancellationToken cancellationToken)
    {
        var accounts = JsonSerializer.Deserialize<SyncUserAccount[]>(call.Accounts, GatewayJson.Reading)!;
        var (sight, latency) = await witness.LookAsync(tenant, credentials, accounts, cancellationToken);
        var before = call.SeenBefore() ?? sight;
        if (sight.Since(before) == SyncSign.Synced)
        {
            await EndAsync(call, SyncState.Done, "the tenant has synced the accounts meanwhile", cancellationToken);
            return;
        }

        await store.NoteSeenAsync(call, before, cancellationToken);
        var started = time.GetTimestamp();
        await CallAsync(tenant, credentials, accounts, cancellationToken);
        var took = time.GetElapsedTime(started);
        var after = await LookAgainAsync(tenant, credentials, accounts, cancellationToken);
        await JudgeAsync(call, after?.Since(before) ?? SyncSign.None, took, latency, cancellationToken);
    }

    private Task CallAsync(Tenant tenant, UpstreamCredentials credentials, SyncUserAccount[] accounts, CancellationToken cancellationToken)
    {
        object?[] arguments = [accounts];
        var request = new UpstreamRequest(tenant, credentials, Operation.Name, HttpMethod.Post, Operation.PathOf(arguments))
        {
            Body = Operation.BodyOf(arguments),
            Timeout = timeouts.Of(Operation.Name),
        };
        return client.SendAsync(request, new ResultReader(tenant, Operation.Name, mayBeNull: true).NothingAsync, cancellationToken);
    }

    /// <summary>Null when the tenant cannot be reached any more; the call has been made in any case.</summary>
    private async Task<SyncSight?> LookAgainAsync(
        Tenant tenant, UpstreamCredentials credentials, SyncUserAccount[] accounts, CancellationToken cancellationToken)
    {
        try
        {
            return (await witness.LookAsync(tenant, credentials, accounts, cancellationToken)).Sight;
        }
        catch (UpstreamException)
        {
            return null;
        }
    }

    /// <param name="latency">The time that the tenant needs for any call; a refusal needs it in addition to its second.</param>
    private Task JudgeAsync(SyncCall call, SyncSign sign, TimeSpan took, TimeSpan latency, CancellationToken cancellationToken)
    {
        var seconds = took.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
        if (sign == SyncSign.Synced)
        {
            return EndAsync(call, SyncState.Done, $"took {seconds} s", cancellationToken);
        }

        var isLikeRefusal = Math.Abs((took - latency).TotalSeconds - options.Value.SyncRefusalSeconds) <= options.Value.SyncMarginSeconds;
        if (isLikeRefusal || (sign == SyncSign.StillDue && call.Attempts < MostDoubts))
        {
            var reason = $"the tenant returned after {seconds} s, {(isLikeRefusal ? "as it does during another sync, " : "")}and shows no sign of a sync";
            return PutOffAsync(call, null, reason, wholeLine: false, cancellationToken);
        }

        return EndAsync(call, SyncState.Done, $"took {seconds} s, unlike a refusal; nothing else shows the sync", cancellationToken);
    }

    private Task PutOffAsync(SyncCall call, TimeSpan? retryAfter, string reason, bool wholeLine, CancellationToken cancellationToken)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(call.Attempts, 10));
        wait = wait < LongestWait ? wait : LongestWait;
        wait = retryAfter > wait ? retryAfter.Value : wait;
        LogPutOff(call.SyncId, call.Tenant, reason, wait);
        return store.PutOffAsync(call, time.GetUtcNow() + wait, reason, wholeLine, cancellationToken);
    }

    private async Task AwaitLoginAsync(SyncCall call, string reason, CancellationToken cancellationToken)
    {
        if (await store.AwaitLoginAsync(call, $"waits for a new login: {reason}", cancellationToken))
        {
            LogAwaitsLogin(call.SyncId, call.Tenant, reason);
        }
        else
        {
            await EndAsync(call, SyncState.GivenUp, reason, cancellationToken);
        }
    }

    private Task EndAsync(SyncCall call, SyncState state, string reason, CancellationToken cancellationToken)
    {
        LogEnd(call.SyncId, call.Tenant, state, reason);
        return store.EndAsync(call, state, reason, cancellationToken);
    }

    [LoggerMessage(5011, LogLevel.Information, "Queued sync {SyncId} of tenant '{Tenant}' waits for {Wait}: {Reason}")]
    private partial void LogPutOff(int syncId, string tenant, string reason, TimeSpan wait);

    [LoggerMessage(5013, LogLevel.Warning, "Queued sync {SyncId} of tenant '{Tenant}' waits for a new login: {Reason}")]
    private partial void LogAwaitsLogin(int syncId, string tenant, string reason);

    [LoggerMessage(5012, LogLevel.Information, "Queued sync {SyncId} of tenant '{Tenant}' has ended as {State}: {Reason}")]
    private partial void LogEnd(int syncId, string tenant, SyncState state, string reason);
}
