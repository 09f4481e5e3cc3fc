using System.CommandLine;
using Services83.EMail.Commands.Output;
using Services83.EMail.Hosting;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary>
/// <c>sync [id…]</c>: requests syncs and shows their progress. If a server is running, it does the work, else this process does.
/// </summary>
internal static class SyncCommand
{
    public static Command Create(string[] settings)
    {
        var ids = new Argument<int[]>("account") { Description = "Account ids; default: all accounts that are not disabled", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("sync", "Sync accounts now and show the progress; with --json only the result.") { ids, Answer.Json };
        command.SetAction((parsed, cancellationToken) => RunAsync(settings, parsed, parsed.GetValue(ids) ?? [], cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, ParseResult parsed, int[] accountIds, CancellationToken cancellationToken)
    {
        var builder = CommandServices.CreateBuilder(settings);
        var storage = CommandServices.StorageOf(builder.Configuration);
        using var nodes = new ServingNodes(storage);
        using var node = await nodes.TryJoinAsync(cancellationToken);
        if (node is not null)
        {
            builder.Services.AddSingleton(node);
            builder.Services.AddSyncRunner(builder.Configuration, node.IsShared);
        }

        using var host = await CommandServices.BuildAsync(builder, cancellationToken);
        await host.StartAsync(cancellationToken);
        try
        {
            var failed = await SyncAsync(
                host.Services, parsed, accountIds,
                async token => node is null ? await nodes.IsAnyAsync(token) : await node.LookAsync(token) != NodeState.Lost,
                cancellationToken);
            return failed ? 1 : 0;
        }
        finally
        {
            // A host that is disposed without being stopped reports its background services as failed.
            await host.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<bool> SyncAsync(
        IServiceProvider services, ParseResult parsed, int[] accountIds, Func<CancellationToken, Task<bool>> isServed, CancellationToken cancellationToken)
    {
        var accounts = services.GetRequiredService<AccountStore>();
        var all = await accounts.ListAsync(cancellationToken);
        var chosen = accountIds.Length == 0
            ? all.Where(account => !account.Disabled).ToList()
            : [.. accountIds.Distinct().Select(id => all.FirstOrDefault(account => account.AccountId == id)
                ?? throw new CommandException($"There is no account {id}."))];
        var queue = services.GetRequiredService<SyncQueue>();
        await queue.EnqueueAsync([.. chosen.Select(account => account.AccountId)], cancellationToken);
        await SyncProgress.WatchAsync(
            queue, chosen.ToDictionary(account => account.AccountId, account => account.EmailAddress), isServed, isSilent: parsed.GetValue(Answer.Json), cancellationToken);

        var failed = (await accounts.ListAsync(cancellationToken))
            .Where(account => account.ErrorCount > 0 && chosen.Exists(one => one.AccountId == account.AccountId)).ToList();
        foreach (var account in failed)
        {
            await Console.Error.WriteLineAsync($"{account.AccountId} {account.EmailAddress}: {account.ErrorReason}");
        }

        await Answer.WriteAsync(
            parsed, $"{chosen.Count - failed.Count} of {chosen.Count} accounts are synced.",
            new { synced = chosen.Count - failed.Count, failed = failed.Select(account => new { account.AccountId, account.EmailAddress, reason = account.ErrorReason }) });
        return failed.Count > 0;
    }
}
