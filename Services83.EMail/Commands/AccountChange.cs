using System.CommandLine;
using Services83.EMail.Administration;
using Services83.EMail.Commands.Output;
using Services83.EMail.Storage;

namespace Services83.EMail.Commands;

/// <summary><c>account change</c>: new values of an account; what is not given stays.</summary>
internal static class AccountChange
{
    private static readonly Option<string> Email = new("--email") { Description = "E-mail address" };
    private static readonly Option<string> Associate = new("--associate") { Description = "Login name of the new owner" };
    private static readonly Option<string> Server = new("--server") { Description = "Server for incoming mail, as for 'account add'; the protocol stays" };
    private static readonly Option<string> User = new("--user") { Description = "User name at both servers" };
    private static readonly Option<string> Smtp = new("--smtp") { Description = "Server for outgoing mail, as for 'account add'; none: nothing can be sent" };
    private static readonly Option<int?> Interval = new("--interval") { Description = "Seconds between two syncs; 0: always due" };

    public static Command Create(string[] settings)
    {
        var id = AccountCommand.Id();
        var deleteAfter = AccountCommand.DeleteAfter();
        var maxCache = AccountCommand.MaxCache();
        var noTest = AccountTest.NoTest();
        var command = new Command("change", "Change an account. A change of a server or user name is stored only if the login works.")
        {
            id, Email, Associate, Server, User, Smtp, Interval, deleteAfter, maxCache, noTest, Answer.Json,
        };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var administration = services.GetRequiredService<AccountAdministration>();
                var stored = await administration.RequireAsync(parsed.GetRequiredValue(id), cancellationToken);
                var draft = await DraftAsync(services, stored, parsed, parsed.GetValue(deleteAfter)!, parsed.GetValue(maxCache)!, cancellationToken);
                if (draft == AccountDraft.Of(stored))
                {
                    throw new CommandException("Nothing is to be changed. Add --help to see what can be.");
                }

                if (!parsed.GetValue(noTest) && (draft.Incoming, draft.Outgoing) != (AccountDraft.Of(stored).Incoming, LoginDraft.Of(stored.Outgoing)))
                {
                    await AccountTest.RequireAsync(services, draft, cancellationToken);
                }

                await administration.ChangeAsync(draft, cancellationToken);
                await Answer.WriteAsync(parsed, $"Account {stored.AccountId} is changed.", new { stored.AccountId });
            },
            cancellationToken));
        return command;
    }

    private static async Task<AccountDraft> DraftAsync(
        IServiceProvider services, StoredAccount stored, ParseResult parsed, string deleteAfter, string maxCache, CancellationToken cancellationToken)
    {
        var draft = AccountDraft.Of(stored) with
        {
            EmailAddress = parsed.GetValue(Email) is { } email ? AccountRow.AddressOf(email) : stored.EmailAddress,
            SyncInterval = AccountRow.RequireInterval(parsed.GetValue(Interval) ?? stored.SyncInterval),
            DeleteAfterDays = deleteAfter.Length == 0 ? stored.DeleteAfterDays : AccountRow.ParseDeleteAfter(deleteAfter),
            MaxCacheBytes = maxCache.Length == 0 ? stored.MaxCacheBytes : CacheSize.Parse(maxCache),
        };
        AccountRow.RequireDeleteAfter(draft.Protocol, draft.DeleteAfterDays);
        if (parsed.GetValue(Associate) is { } owner)
        {
            draft = draft with { AssociateId = (await services.GetRequiredService<UserAdministration>().RequireAsync(owner, cancellationToken)).AssociateId };
        }

        var incoming = await services.GetRequiredService<AccountStore>().FindForSyncAsync(stored.AccountId, cancellationToken);
        return WithServers(draft, incoming?.Incoming, parsed);
    }

    private static AccountDraft WithServers(AccountDraft draft, MailLogin? login, ParseResult parsed)
    {
        var user = parsed.GetValue(User);
        var incoming = draft.Incoming with
        {
            Endpoint = parsed.GetValue(Server) is { } server ? MailEndpoint.Parse(draft.Protocol, server, 0) : draft.Incoming.Endpoint,
            UserName = user ?? draft.Incoming.UserName,
        };
        var outgoing = parsed.GetValue(Smtp) switch
        {
            null => draft.Outgoing,
            "none" => null,
            var smtp => (draft.Outgoing ?? NewOutgoing(draft, login)) with { Endpoint = MailEndpoint.Parse(MailProtocol.Smtp, smtp, 0) },
        };
        return draft with
        {
            Incoming = incoming,
            Outgoing = outgoing is { UserName.Length: > 0 } && user is not null ? outgoing with { UserName = user } : outgoing,
        };
    }

    /// <summary>It logs in like the one for incoming mail.</summary>
    private static LoginDraft NewOutgoing(AccountDraft draft, MailLogin? login) =>
        draft.Incoming with { Password = login is { UsesToken: false } ? login.Password : null };
}
