using NUnit.Framework;
using Services83.EMail.Tests.Engines.Gateway;

namespace Services83.EMail.Tests.Doors.Dashboard;

/// <summary>Where there are no pages for administrators.</summary>
[CancelAfter(60_000)]
internal sealed class SwitchedOffTests : GatewayFixture
{
    [Test]
    public async Task A_gateway_has_no_users_and_no_pages_for_them()
    {
        await StartGatewayAsync();
        using var client = new AdminClient(Url);

        Assert.That((int)(await client.GetAsync("", Deadline)).Status, Is.EqualTo(404));
        Assert.That((int)(await client.LogInAsync(User, Password, Deadline)).Status, Is.EqualTo(404));
    }
}

/// <inheritdoc cref="SwitchedOffTests" />
[CancelAfter(60_000)]
public sealed class SwitchedOffBySettingTests : DashboardFixture
{
    [Test]
    public async Task A_setting_switches_them_off()
    {
        await StartAsync("--Dashboard:Enabled=false");
        using var client = new AdminClient(Server.Url);

        Assert.That((int)(await client.GetAsync("", Deadline)).Status, Is.EqualTo(404));
        Assert.That((int)(await client.GetAsync("sign-in", Deadline)).Status, Is.EqualTo(404));
    }
}
