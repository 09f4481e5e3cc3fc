using System.CommandLine;
using Services83.EMail.Hosting;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Storage.Mail.Reports;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Storage.Webhooks;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary>
/// <c>status</c>: every account with its state, its queued or running work, and the changes that its server has not confirmed; with a
/// gateway its tenants and queued syncs; and the background tasks of the server that fail.
/// </summary>
internal static class StatusCommand
{
    private const int MaxBounces = 100;

    private static readonly TimeSpan BouncesShown = TimeSpan.FromDays(7);

    public static Command Create(string[] settings)
    {
        var command = new Command("status", "Show every account with its state and its queued or running work; with a gateway, its tenants and queued syncs.");
        command.SetAction((_, cancellationToken) => CommandServices.UseAnyEngineAsync(
            settings, services => ShowAsync(services, cancellationToken), cancellationToken));
        return command;
    }

    private static async Task ShowAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await (EngineSetup.EngineOf(services.GetRequiredService<IConfiguration>()) == Engine.Gateway
            ? GatewayStatus.ShowAsync(services, cancellationToken)
            : ShowMailboxesAsync(services, cancellationToken));
        await ShowTroublesAsync(services.GetRequiredService<LoopTroubleStore>(), cancellationToken);
    }

    /// <summary>Background tasks of the server that fail; nothing when all work.</summary>
    private static async Task ShowTroublesAsync(LoopTroubleStore store, CancellationToken cancellationToken)
    {
        var troubles = await store.ListAsync(cancellationToken);
        if (troubles.Count == 0)
        {
            return;
        }

        var table = new Table().AddColumns("Background task", "Failures", "Since (UTC)", "Next attempt (UTC)", "Reason");
        foreach (var trouble in troubles)
        {
            string[] cells =
            [
                trouble.Name, $"{trouble.Failures}", $"{trouble.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss}",
                $"{trouble.RetryAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}", trouble.Reason,
            ];
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }

        AnsiConsole.Write(table);
    }

    private static async Task ShowMailboxesAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var requests = (await services.GetRequiredService<SyncQueue>().ListAsync(cancellationToken)).ToDictionary(request => request.AccountId);
        var table = new Table().AddColumns("Id", "Address", "Associate", "Protocol", "State", "Last sync (UTC)", "Now (UTC)", "Changes", "Reason");
        var changes = await services.GetRequiredService<ChangeReports>().CountAsync(cancellationToken);
        foreach (var account in await services.GetRequiredService<AccountStore>().ListAsync(cancellationToken))
        {
            string[] cells =
            [
                $"{account.AccountId}", account.EmailAddress, account.AssociateName, account.Protocol == MailProtocol.Pop3 ? "POP3" : "IMAP", State(account),
                account.LastSyncedAt is { } at ? $"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss}" : "never",
                requests.TryGetValue(account.AccountId, out var request) ? Now(request) : "",
                Changes(changes.GetValueOrDefault(account.AccountId)),
                account.ErrorReason,
            ];
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }

        AnsiConsole.Write(table);
        await ShowOutboxAsync(services.GetRequiredService<OutboxStore>(), cancellationToken);
        await ShowBouncesAsync(services, cancellationToken);
        if (await services.GetRequiredService<WebhookStore>().ListAsync(cancellationToken) is { Count: > 0 } webhooks)
        {
            AnsiConsole.Write(WebhookTable.Of(webhooks));
        }
    }

    /// <summary>Messages that are being sent or did not end well; nothing when there are none.</summary>
    private static async Task ShowOutboxAsync(OutboxStore outbox, CancellationToken cancellationToken)
    {
        var open = await outbox.ListOpenAsync(cancellationToken);
        if (open.Count == 0)
        {
            return;
        }

        var table = new Table().AddColumns("Outgoing", "Associate", "State", "Since (UTC)", "To", "Subject", "Message-ID", "Reason");
        foreach (var message in open)
        {
            string[] cells =
            [
                $"{message.OutgoingId}", message.AssociateName, message.IsParked ? "sent, copy parked" : State(message.State), $"{message.ChangedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}",
                Recipients(message.RecipientList), message.Subject, message.MessageId ?? "", message.Reason,
            ];
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }

        AnsiConsole.Write(table);
    }

    /// <summary>What was returned lately; nothing when all was delivered, as far as anybody said.</summary>
    private static async Task ShowBouncesAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var since = services.GetRequiredService<TimeProvider>().GetUtcNow() - BouncesShown;
        if (await services.GetRequiredService<BounceStore>().ListAsync(since, MaxBounces, cancellationToken) is not { Count: > 0 } bounces)
        {
            return;
        }

        var table = new Table().AddColumns("Returned", "Associate", "State", "Reported (UTC)", "To", "Subject", "Message-ID", "Reported by", "Reason");
        foreach (var bounce in bounces)
        {
            string[] cells =
            [
                $"{bounce.OutgoingId}", bounce.AssociateName, bounce.Action == BounceAction.Failed ? "not delivered" : "delayed",
                $"{bounce.ReportedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}", bounce.Recipient, bounce.Subject, bounce.MessageId, bounce.ReportingServer,
                $"{bounce.Status} {bounce.Diagnostic}".Trim(),
            ];
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }

        AnsiConsole.Write(table);
    }

    private static string State(OutgoingState state) => state switch
    {
        OutgoingState.Sending or OutgoingState.Ended => "being sent",
        OutgoingState.Accepted => "sent, copy waits",
        OutgoingState.Uncertain => "uncertain",
        OutgoingState.NotSent => "not sent",
        _ => "sent, no copy",
    };

    private static string Recipients(IReadOnlyList<string> all) => all.Count <= 3 ? string.Join(", ", all) : $"{all[0]} and {all.Count - 1} more";

    private static string State(StoredAccount account) => account switch
    {
        { Disabled: true } => "disabled",
        { Status: AccountStatus.Failing } => $"failing ({account.ErrorCount})",
        { Status: AccountStatus.Failed } => $"failed ({account.ErrorCount})",
        { Status: AccountStatus.Ok } => "ok",
        _ => "unknown",
    };

    /// <summary>Changes made here that are not, or never will be, on the server.</summary>
    private static string Changes(ChangeCount count) => string.Join(
        ", ",
        new[]
        {
            count.Pending > count.Held ? $"{count.Pending - count.Held} pending" : "", count.Held > 0 ? $"{count.Held} put aside" : "",
            count.Rejected > 0 ? $"{count.Rejected} refused" : "",
        }.Where(text => text.Length > 0));

    private static string Now(SyncRequest request) => request switch
    {
        { RetryAt: { } at } => $"next attempt at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss}",
        { Running: false } => "waiting",
        { Total: 0 } => "running",
        _ => $"{request.Done} of {request.Total}, {request.Folder}",
    };
}
