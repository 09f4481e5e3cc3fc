using Services83.EMail.Administration;
using Services83.EMail.Doors.Dashboard.Pages;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>Who is logged in.</summary>
internal static class TicketActions
{
    public static async Task ListAsync(Visit visit)
    {
        var name = visit.Query("user").Trim();
        var user = name.Length == 0 ? null : await visit.Get<UserAdministration>().RequireAsync(name, visit.Aborted);
        await visit.ShowAsync<TicketsPage>(new Dictionary<string, object?>
        {
            ["User"] = name,
            ["Own"] = visit.Session.Id.ToString("D"),
            ["Tickets"] = await visit.Get<TicketStore>().ListAsync(user is null ? Scope.Everybody : Scope.Of(user.AssociateId), visit.PageNumber, visit.Aborted),
        });
    }

    public static async Task RevokeAsync(Visit visit)
    {
        var ticket = visit.Field("ticket");
        if (!await visit.Get<TicketStore>().RevokeAsync(ticket, visit.Aborted))
        {
            throw new EntityNotFoundException("This ticket has ended already.", "ticketId", ticket);
        }

        visit.Log("revoked", $"ticket {ticket}");
        await visit.GoAsync("tickets", Notice.TicketRevoked);
    }
}
