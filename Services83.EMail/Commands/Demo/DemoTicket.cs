using Services83.EMail.Identity;

namespace Services83.EMail.Commands.Demo;

/// <summary>
/// Accepts the ticket of the vendor's printed samples as a login of <see cref="DemoData.AdministratorId"/>. It does not have the form of a
/// ticket, so no database can hold it. Each call with it gets a ticket of its own, which ends with the check.
/// </summary>
internal sealed class DemoTicket(Authenticator authenticator, TicketStore tickets) : ICallerAuthentication
{
    public const string Text = "7T:1234abcxyzExample==";

    public async Task<Caller?> AuthenticateAsync(string? ticket, string? applicationToken, CancellationToken cancellationToken)
    {
        if (ticket != Text)
        {
            return await authenticator.AuthenticateTicketAsync(ticket, applicationToken, cancellationToken);
        }

        var application = await authenticator.RequireApplicationAsync(applicationToken, cancellationToken);
        var own = await tickets.IssueAsync(DemoData.AdministratorId, application?.Name ?? "", cancellationToken);
        try
        {
            return await authenticator.AuthenticateTicketAsync(own, applicationToken, cancellationToken);
        }
        finally
        {
            await tickets.EndAsync(own, CancellationToken.None);
        }
    }

    public Task EndAsync(string ticket, CancellationToken cancellationToken) => authenticator.EndAsync(ticket, cancellationToken);
}
