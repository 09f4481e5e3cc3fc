using System.CommandLine;
using Services83.EMail.Administration;
using Services83.EMail.Commands.Output;
using Services83.EMail.Storage;

namespace Services83.EMail.Commands;

/// <summary><c>account test</c>: logs in at the servers of accounts.</summary>
internal static class AccountTest
{
    private static readonly Listing<(int AccountId, TestedLogin Login)> Logins = new(
        new("accountId", "Id", row => row.AccountId),
        new("protocol", "Protocol", row => row.Login.Protocol, row => $"{row.Login.Protocol}".ToUpperInvariant()),
        new("server", "Server", row => $"{row.Login.Endpoint.Host}:{row.Login.Endpoint.Port}"),
        new("user", "User", row => row.Login.UserName),
        new("succeeded", "Result", row => row.Login.Failure is null, row => row.Login.Failure ?? "ok"),
        new("reason", "", row => row.Login.Failure),
        new("certificateEnds", "", row => row.Login.CertificateEnds));

    /// <summary>Of commands that would store a login.</summary>
    public static Option<bool> NoTest() => new("--no-test") { Description = "Store it without logging in at the mail server first" };

    public static Command Create(string[] settings)
    {
        var ids = new Argument<int[]>("account") { Description = "Account ids; default: all accounts that are not paused", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("test", "Log in at the mail servers of accounts. The exit code is 2 if a login fails.") { ids, Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var chosen = await ChooseAsync(services, parsed.GetValue(ids) ?? [], cancellationToken);
                var administration = services.GetRequiredService<AccountAdministration>();
                var tested = new List<(int, TestedLogin Login)>();
                foreach (var id in chosen)
                {
                    tested.AddRange((await administration.TestAsync(id, cancellationToken)).Select(login => (id, login)));
                }

                await Answer.WriteAsync(parsed, Logins, tested);
                return tested.TrueForAll(one => one.Login.Failure is null) ? 0 : Answer.NeedsAttention;
            },
            cancellationToken));
        return command;
    }

    /// <summary>Logs in as an account would that is to be stored.</summary>
    /// <exception cref="CommandException">A server refuses or cannot be reached; the message says what to do.</exception>
    public static async Task RequireAsync(IServiceProvider services, AccountDraft draft, CancellationToken cancellationToken)
    {
        var failed = (await services.GetRequiredService<AccountAdministration>().TestAsync(draft, cancellationToken)).Where(login => login.Failure is not null).ToList();
        if (failed.Count > 0)
        {
            throw new CommandException(
                $"{string.Join('\n', failed.Select(login => $"{$"{login.Protocol}".ToUpperInvariant()} {login.Endpoint.Host}:{login.Endpoint.Port}: {login.Failure}"))}\n"
                + "Nothing was stored. --no-test stores it anyway.");
        }
    }

    private static async Task<IEnumerable<int>> ChooseAsync(IServiceProvider services, int[] ids, CancellationToken cancellationToken) => ids.Length > 0
        ? ids.Distinct()
        : (await services.GetRequiredService<AccountStore>().ListAsync(cancellationToken)).Where(account => !account.Disabled).Select(account => account.AccountId);
}
