using NUnit.Framework;
using Services83.EMail.Engines.Gateway;
using Services83.EMail.Hosting;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>Which tenant an address means, and what settings of tenants are refused.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
internal sealed class TenantTests : GatewayFixture
{
    [TestCase("/Cust1/Remote/Services83/EMail.svc", "/SuperOffice")]
    [TestCase("/cust1/services83/email.svc", "/SuperOffice")]
    [TestCase("/Base/CUST1/Remote/Services83/EMail.svc", "/SuperOffice")]
    [TestCase("/Remote/Services83/EMail.svc", "/SuperOffice/Default")]
    [TestCase("/Base/Services83/EMail.svc", "/SuperOffice/Default")]
    public async Task The_first_segment_selects_the_tenant(string path, string basePath)
    {
        await StartGatewayAsync($"--Gateway:BaseAddress={Upstream.BaseAddress}/Default/", "--PathBase=/Base");
        using var http = new HttpClient();

        await new SoapTestClient(http, new Uri(Url, path), "EMail", new()) { Ticket = UpstreamTicket }.CallAsync("GetCurrentAccountId", Deadline);

        Assert.That(Upstream.Calls.Single().Path, Is.EqualTo($"{basePath}/api/v1/Agents/EMail/GetCurrentAccountId"));
    }

    [TestCase("/api/v1")]
    [TestCase("/API/v1/")]
    [TestCase("/")]
    public async Task The_address_of_the_web_API_itself_will_do(string ending)
    {
        await StartGatewayAsync($"--Gateway:Tenants:Cust3={Upstream.BaseAddress}{ending}");

        await EMail(tenant: "Cust3").CallAsync("GetCurrentAccountId", Deadline);

        Assert.That(Upstream.Calls.Single().Path, Is.EqualTo("/SuperOffice/api/v1/Agents/EMail/GetCurrentAccountId"));
    }

    [TestCase("/Cust9/Remote/Services83/EMail.svc")]
    [TestCase("/Cust1/Cust2/Remote/Services83/EMail.svc")]
    [TestCase("/Cust9")]
    [TestCase("/Cust1/health/ready/x")]
    public async Task Nobody_is_at_other_addresses(string path)
    {
        await StartGatewayAsync();
        using var http = new HttpClient();

        using var reply = await http.GetAsync(new Uri(Url, path), Deadline);

        Assert.That((int)reply.StatusCode, Is.EqualTo(404));
    }

    [Test]
    public async Task The_WSDL_of_a_tenant_names_its_address()
    {
        await StartGatewayAsync();
        using var http = new HttpClient();

        var wsdl = await http.GetStringAsync(new Uri(Url, "/Cust1/Remote/Services83/EMail.svc?singleWsdl"), Deadline);

        Assert.That(wsdl, Does.Contain($"location=\"{Url}Cust1/Remote/Services83/EMail.svc\""));
    }

    [Test]
    public void Settings_that_make_a_gateway_are_accepted() => Assert.That(Check(options =>
    {
        options.BaseAddress = new Uri("https://crm.example.com/SuperOffice");
        options.Tenants["Cust_1-a"] = new Uri("http://127.0.0.1:5000/");
        options.Timeouts["SendEMails"] = 600;
    }), Is.Null);

    [TestCase("", "", "must name the tenant")]
    [TestCase("Cust1", "http://crm.example.com/", "plain http")]
    [TestCase("Cust1", "ftp://crm.example.com/", "address of a tenant")]
    [TestCase("Cust1", "https://crm.example.com/?a=b", "address of a tenant")]
    [TestCase("Cust1", "https://user:password@crm.example.com/", "address of a tenant")]
    [TestCase("Remote", "https://crm.example.com/", "a tenant's name")]
    [TestCase("Cust 1", "https://crm.example.com/", "a tenant's name")]
    public void Settings_that_make_none_are_refused(string tenant, string address, string problem) => Assert.That(Check(options =>
    {
        if (address.Length > 0)
        {
            options.Tenants[tenant] = new Uri(address);
        }
    }), Does.Contain(problem));

    [TestCase("SendMail", 100)]
    [TestCase("SendEMails", 0)]
    public void A_timeout_of_no_operation_is_refused(string operation, int seconds) => Assert.That(Check(options =>
    {
        options.BaseAddress = new Uri("https://crm.example.com/");
        options.Timeouts[operation] = seconds;
    }), Does.Contain($"Gateway:Timeouts:{operation} must be"));

    [Test]
    public void An_engine_that_does_not_exist_is_refused() => Assert.That(
        () => Server.StartAsync(["--Engine=Mainframe", "--urls=http://127.0.0.1:0"], Deadline),
        Throws.TypeOf<SettingsException>().With.Message.EqualTo("Wrong setting: Engine must be Mailbox or Gateway, not 'Mainframe'."));

    [Test]
    public void A_gateway_without_tenants_does_not_start() => Assert.That(
        () => Server.StartAsync(["--Engine=gateway", "--urls=http://127.0.0.1:0", $"--Storage:DataFolder={DataFolder}"], Deadline),
        Throws.TypeOf<SettingsException>().With.Message.Contains("Gateway:BaseAddress"));

    private static string? Check(Action<GatewayOptions> set)
    {
        var options = new GatewayOptions();
        set(options);
        return new GatewayOptionsValidator().Validate(null, options).FailureMessage;
    }
}
