using System.Net.ServerSentEvents;
using System.Text.Json;
using Services83.EMail.Storage;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>
/// The state of an account as server-sent events, as long as its page is open: one when it changes. It is read from the database, because any
/// process may do the work: once a second with one query by key.
/// </summary>
internal sealed class AccountEvents(DashboardGuard guard)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Looks at the account between two checks of the session, which also tell whether the browser is still there.</summary>
    private const int LooksPerCheck = 10;

    /// <summary>Looks until the stream ends; the browser then opens a new one.</summary>
    private const int MaxLooks = 600;

    public async Task StreamAsync(Visit visit)
    {
        using var place = visit.Services.Streams.TryTake(visit.Session.Id);
        if (place is null)
        {
            visit.Http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        var id = visit.Id;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(visit.Aborted, visit.Services.Stopping);
        visit.Http.Response.ContentType = "text/event-stream";
        try
        {
            await SseFormatter.WriteAsync(EventsAsync(visit, id, ended.Token), visit.Http.Response.Body, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The page was closed, or the server stops.
        }
    }

    private async IAsyncEnumerable<SseItem<string>> EventsAsync(
        Visit visit, int id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, visit.Services.Time);
        var (accounts, last) = (visit.Get<AccountPages>(), "");
        for (var look = 0; look < MaxLooks; look++)
        {
            if (look > 0 && look % LooksPerCheck == 0 && !await guard.IsOpenAsync(visit))
            {
                yield break;
            }

            if (await accounts.FindAsync(id, cancellationToken) is not { } account)
            {
                yield break;
            }

            var state = JsonSerializer.Serialize(Describe(account), JsonSerializerOptions.Web);
            if (state != last || look % LooksPerCheck == 0)
            {
                last = state;
                yield return new SseItem<string>(state);
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static object Describe(AccountLine account) => new
    {
        state = AccountTexts.State(account),
        kind = account.State,
        reason = account.ErrorReason,
        now = AccountTexts.Now(account),
        account.Done,
        account.Total,
        isBusy = account.RequestedAt is not null && account.RetryAt is null,
        account.Ended,
    };
}
