using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.RecentCalls;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>The list of recent calls names the tenant and, if the gateway knows it, the user.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
internal sealed class RecentCallTests : GatewayFixture
{
    [Test]
    public async Task A_call_has_its_tenant_and_the_user_whose_login_the_tenant_accepted()
    {
        await StartGatewayAsync();
        var ticket = await LogInAsync("Cust2");
        await EMail(ticket, "cust2").CallAsync("GetCurrentAccountId", Deadline);
        await EMail(UpstreamTicket).CallAsync("GetCurrentAccountId", Deadline);
        AnswerAlways("{}", status: 401);
        await EMail(UpstreamTicket).CallAsync("GetCurrentAccountId", Deadline);
        await EMail(ticket: null).CallAsync("GetCurrentAccountId", Deadline);
        await Services.GetRequiredService<RecentCallWriter>().FlushAsync(Deadline);

        var calls = await Services.GetRequiredService<RecentCallStore>().ListAsync(new(), Deadline);

        Assert.That(calls.Select(call => (call.Kind, call.Tenant, call.LoginName, call.AssociateId, call.Error)), Is.EqualTo(new[]
        {
            (CallKind.Nobody, "Cust1", null, null, "NotAuthenticated"),
            (CallKind.Nobody, "Cust1", null, null, "NotAuthenticated"),
            (CallKind.Succeeded, "Cust1", null, null, null),
            (CallKind.Succeeded, "Cust2", User, null, null),
            (CallKind.Succeeded, "Cust2", User, (int?)null, (string?)null),
        }));
        Assert.That(Log.Lines, Has.None.Contains(User), "the log of a gateway names no user");
    }
}
