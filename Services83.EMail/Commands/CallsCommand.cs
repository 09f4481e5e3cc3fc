using System.CommandLine;
using System.CommandLine.Parsing;
using Services83.EMail.Commands.Output;
using Services83.EMail.RecentCalls;

namespace Services83.EMail.Commands;

/// <summary><c>calls</c>: the latest calls of clients, the latest first.</summary>
internal static class CallsCommand
{
    private const int UsualLimit = 50;
    private const int MaxLimit = 20_000;

    public static Command Create(string[] settings)
    {
        var operation = new Option<string>("--operation") { Description = "Only calls of this operation" };
        var user = new Option<string>("--user") { Description = "Only calls of this user, by login name" };
        var errors = new Option<bool>("--errors") { Description = "Only calls that failed" };
        var since = new Option<DateTimeOffset?>("--since")
        {
            Description = "Only calls since then: 2026-11-22, 2026-11-22T15:04 (UTC), or a time ago such as 30m, 2h, 3d",
            CustomParser = Moment,
        };
        var limit = new Option<int>("--limit") { Description = $"Most calls, 1 to {MaxLimit}", DefaultValueFactory = _ => UsualLimit };
        limit.Validators.Add(result => Require(result, result.GetValue(limit) is >= 1 and <= MaxLimit, $"--limit must be between 1 and {MaxLimit}."));
        var command = new Command(
            "calls", "List the latest calls of clients, the latest first: those that a server answered until about five seconds ago.")
        {
            operation, user, errors, since, limit, Answer.Json,
        };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAnyEngineAsync(
            settings,
            services => ShowAsync(
                services.GetRequiredService<RecentCallStore>(),
                new CallFilter
                {
                    Operation = parsed.GetValue(operation),
                    LoginName = parsed.GetValue(user),
                    OnlyErrors = parsed.GetValue(errors),
                    Since = parsed.GetValue(since),
                    Limit = parsed.GetValue(limit),
                },
                parsed.GetValue(Answer.Json),
                cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task ShowAsync(RecentCallStore store, CallFilter filter, bool asJson, CancellationToken cancellationToken)
    {
        var calls = await store.ListAsync(filter, cancellationToken);
        if (asJson)
        {
            await Answer.WriteAsync(CallListing.ToJson(calls));
            return;
        }

        CallListing.Show(calls, Terminal.Console);
        var unlisted = (await store.CountAsync(DateTimeOffset.UnixEpoch, cancellationToken)).Sum(count => count.Unlisted);
        if (unlisted > 0)
        {
            await Console.Error.WriteLineAsync($"In the last two days {(unlisted == 1 ? "1 further call" : $"{unlisted} further calls")} came too fast to be listed, and are only counted.");
        }
    }

    private static DateTimeOffset? Moment(ArgumentResult result)
    {
        var moment = Moments.Parse(result.Tokens[0].Value, TimeProvider.System.GetUtcNow());
        Require(result, moment is not null, $"--since must be a time such as 2026-11-22T15:04 (UTC), or a time ago such as 30m, 2h or 3d, not '{result.Tokens[0].Value}'.");
        return moment;
    }

    private static void Require(SymbolResult result, bool isRight, string error)
    {
        if (!isRight)
        {
            result.AddError(error);
        }
    }
}
