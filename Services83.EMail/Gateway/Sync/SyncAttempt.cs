using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Services83.EMail.Gateway.Forwarding;
using Services83.EMail.Gateway.Upstream;
using Services83.EMail.Storage;

namespace Services83.EMail.Gateway.Sync;

/// <summary>
/// Calls <c>SyncEmailAccounts</c> of a tenant once and finds out what became of it. A tenant that runs another sync ignores the call, and
/// returns after one second without saying so: the duration is all that tells. What takes clearly longer has synced; what takes clearly
/// less has too, as the refusal waits out its second; in between it is tried again.
/// </summary>
internal sealed partial class SyncAttempt(
    SyncCallStore store, UpstreamClient client, Timeouts timeouts, IOptions<GatewayOptions> options, TimeProvider time,
    ILogger<SyncAttempt> logger)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private static readonly GatewayOperation Operation = GatewayOperation.Of(typeof(IEMailAgent).GetMethod(nameof(IEMailAgent.SyncEmailAccountsAsync))!);

    /// <summary>Failures that another attempt with the same proof and accounts would only repeat.</summary>
    private static readonly string[] Final =
    [
        nameof(UpstreamFailure.NotAuthenticated), nameof(UpstreamFailure.Forbidden), nameof(UpstreamFailure.Refused),
        nameof(UpstreamFailure.Redirect), nameof(UpstreamFailure.Certificate),
    ];

    /// <summary>Failures that may be due to the accounts of one call, so that the others need not wait.</summary>
    private static readonly string[] OfTheCall =
    [
        nameof(UpstreamFailure.ServerError), nameof(UpstreamFailure.NotJson), nameof(UpstreamFailure.BrokenReply),
        nameof(UpstreamFailure.ReplyTooLarge),
    ];

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
            var started = time.GetTimestamp();
            await CallAsync(tenant, call, credentials, cancellationToken);
            await JudgeAsync(call, time.GetElapsedTime(started), cancellationToken);
        }
        catch (UpstreamException failure) when (Final.Contains(failure.Reason, StringComparer.Ordinal))
        {
            await EndAsync(call, SyncState.GivenUp, failure.Message, cancellationToken);
        }
        catch (UpstreamException failure)
        {
            await PutOffAsync(call, failure.RetryAfter, failure.Message, !OfTheCall.Contains(failure.Reason, StringComparer.Ordinal), cancellationToken);
        }
    }

    /// <summary>Null when there is nothing to be done: the call has ended meanwhile, or its proof cannot be read any more.</summary>
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

    private Task CallAsync(Tenant tenant, SyncCall call, UpstreamCredentials credentials, CancellationToken cancellationToken)
    {
        object?[] arguments = [JsonSerializer.Deserialize<SyncUserAccount[]>(call.Accounts, GatewayJson.Reading)];
        var request = new UpstreamRequest(tenant, credentials, Operation.Name, HttpMethod.Post, Operation.PathOf(arguments))
        {
            Body = Operation.BodyOf(arguments),
            Timeout = timeouts.Of(Operation.Name),
        };
        return client.SendAsync(request, new ResultReader(tenant, Operation.Name, mayBeNull: true).NothingAsync, cancellationToken);
    }

    private Task JudgeAsync(SyncCall call, TimeSpan took, CancellationToken cancellationToken)
    {
        var difference = Math.Abs(took.TotalSeconds - options.Value.SyncRefusalSeconds);
        var seconds = took.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture);
        return difference > options.Value.SyncMarginSeconds
            ? EndAsync(call, SyncState.Done, $"took {seconds} s", cancellationToken)
            : PutOffAsync(
                call, null, $"the tenant returned after {seconds} s, as it does when it syncs already", wholeLine: true, cancellationToken);
    }

    private Task PutOffAsync(SyncCall call, TimeSpan? retryAfter, string reason, bool wholeLine, CancellationToken cancellationToken)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(call.Attempts, 10));
        wait = wait < LongestWait ? wait : LongestWait;
        wait = retryAfter > wait ? retryAfter.Value : wait;
        LogPutOff(call.SyncId, call.Tenant, reason, wait);
        return store.PutOffAsync(call, time.GetUtcNow() + wait, reason, wholeLine, cancellationToken);
    }

    private Task EndAsync(SyncCall call, SyncState state, string reason, CancellationToken cancellationToken)
    {
        LogEnd(call.SyncId, call.Tenant, state, reason);
        return store.EndAsync(call, state, reason, cancellationToken);
    }

    [LoggerMessage(5011, LogLevel.Information, "Queued sync {SyncId} of tenant '{Tenant}' waits for {Wait}: {Reason}")]
    private partial void LogPutOff(int syncId, string tenant, string reason, TimeSpan wait);

    [LoggerMessage(5012, LogLevel.Information, "Queued sync {SyncId} of tenant '{Tenant}' has ended as {State}: {Reason}")]
    private partial void LogEnd(int syncId, string tenant, SyncState state, string reason);
}
