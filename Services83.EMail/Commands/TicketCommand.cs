using System.CommandLine;
using Services83.EMail.Administration;
using Services83.EMail.Commands.Output;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Commands;

/// <summary><c>ticket list|revoke</c>: who is logged in.</summary>
internal static class TicketCommand
{
    private static readonly Listing<StoredTicket> Tickets = new(
        new("ticketId", "Id", ticket => ticket.TicketId),
        new("login", "Associate", ticket => ticket.LoginName),
        new("application", "Application", ticket => ticket.Application),
        new("createdAt", "", ticket => ticket.CreatedAt),
        new("lastUsedAt", "Last used (UTC)", ticket => ticket.LastUsedAt),
        new("expiresAt", "Expires (UTC)", ticket => ticket.ExpiresAt));

    public static Command Create(string[] settings) => new("ticket", "Tickets: who is logged in.") { List(settings), Revoke(settings) };

    private static Command List(string[] settings)
    {
        var command = new Command("list", "List the valid tickets, the latest used first. The id alone does not let anybody in.") { Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAnyEngineAsync(
            settings,
            async services => await Answer.WriteAsync(parsed, Tickets, await services.GetRequiredService<TicketStore>().ListAsync(cancellationToken)),
            cancellationToken));
        return command;
    }

    private static Command Revoke(string[] settings)
    {
        var id = new Argument<string>("id") { Description = "Id of the ticket, as 'ticket list' shows it", Arity = ArgumentArity.ZeroOrOne };
        var user = new Option<string>("--user") { Description = "End all tickets of this associate" };
        var all = new Option<bool>("--all") { Description = "End the tickets of everybody" };
        var command = new Command("revoke", "End tickets: their callers have to log in again.") { id, user, all, Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAnyEngineAsync(
            settings,
            async services =>
            {
                var (one, login, everybody) = (parsed.GetValue(id), parsed.GetValue(user), parsed.GetValue(all));
                var revoked = (one, login, everybody) switch
                {
                    ({ } ticket, null, false) => await RevokeAsync(services, ticket, cancellationToken),
                    (null, { } name, false) => await RevokeOfAsync(services, name, cancellationToken),
                    (null, null, true) => await services.GetRequiredService<TicketStore>().RevokeAsync(Scope.Everybody, cancellationToken),
                    _ => throw new CommandException("Name one ticket, or give --user or --all."),
                };
                await Answer.WriteAsync(parsed, $"{revoked} tickets are revoked.", new { revoked });
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RevokeAsync(IServiceProvider services, string ticketId, CancellationToken cancellationToken) =>
        await services.GetRequiredService<TicketStore>().RevokeAsync(ticketId, cancellationToken) ? 1 : throw new CommandException($"There is no ticket with the id {ticketId}.");

    private static async Task<int> RevokeOfAsync(IServiceProvider services, string login, CancellationToken cancellationToken)
    {
        var users = services.GetRequiredService<UserAdministration>();
        return await users.RevokeTicketsAsync(await users.RequireAsync(login, cancellationToken), cancellationToken);
    }
}
