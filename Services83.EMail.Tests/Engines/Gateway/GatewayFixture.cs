using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Services83.EMail.Hosting;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>A gateway with the tenants Cust1 and Cust2, both at one simulated tenant server, and SOAP clients in front of it.</summary>
internal abstract class GatewayFixture
{
    protected const string UpstreamTicket = "7T:dGlja2V0IG9mIHRoZSB0ZW5hbnQ=";
    protected const string User = "SAL0";
    protected const string Password = "secret-of-the-user";

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly ConcurrentQueue<string> _replies = new();
    private WebApplication? _gateway;
    private string _folder = "";

    protected static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    protected Upstream Upstream { get; private set; } = null!;

    protected TestLog Log { get; private set; } = new();

    protected IReadOnlyCollection<string> Replies => _replies;

    protected IServiceProvider Services => _gateway!.Services;

    protected Uri Url => new(_gateway!.Urls.First());

    protected string DataFolder => _folder;

    [SetUp]
    public async Task StartUpstreamAsync()
    {
        _folder = Directory.CreateTempSubdirectory("services83-gateway-").FullName;
        TestStorage.Prepare(_folder);
        Upstream = await Upstream.StartAsync(Deadline);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await StopGatewayAsync();
        await Upstream.DisposeAsync();
        _replies.Clear();
        TestStorage.Delete(_folder);
    }

    [OneTimeTearDown]
    public void DisposeClient() => _http.Dispose();

    protected async Task StopGatewayAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.StopAsync(CancellationToken.None);
            await _gateway.DisposeAsync();
        }

        _gateway = null;
    }

    /// <summary>Starts the gateway on the test's data folder.</summary>
    protected async Task StartGatewayAsync(params string[] settings)
    {
        _gateway = await Server.StartAsync(
            [
                "--Engine=Gateway", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Trace", "--Logging:Console:LogLevel:Default=None",
                .. TestStorage.ArgumentsFor(_folder), $"--Gateway:Tenants:Cust1={Upstream.BaseAddress}", $"--Gateway:Tenants:Cust2={Upstream.BaseAddress}",
                .. settings,
            ],
            Deadline,
            services => services.AddWatchedDatabase());
        Log = new TestLog();
        _gateway.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
    }

    protected SoapTestClient EMail(string? ticket = UpstreamTicket, string tenant = "Cust1", string? applicationToken = null) =>
        new(_http, new Uri(Url, $"/{tenant}/Remote/Services83/EMail.svc"), "EMail", _replies) { Ticket = ticket, ApplicationToken = applicationToken };

    protected SoapTestClient SoPrincipal(string tenant = "Cust1", string? applicationToken = null) =>
        new(_http, new Uri(Url, $"/{tenant}/Remote/Services83/SoPrincipal.svc"), "SoPrincipal", _replies) { ApplicationToken = applicationToken };

    protected Task<SoapReply> CallAsync(string operation, params (string Name, object? Value)[] parameters) =>
        EMail().CallAsync(operation, Deadline, parameters);

    protected async Task<string> LogInAsync(string tenant = "Cust1", string? applicationToken = null)
    {
        var reply = await SoPrincipal(tenant, applicationToken).CallAsync(
            "AuthenticateUsernamePassword", Deadline, ("UserName", User), ("Password", Password));
        Assert.That(reply.Error?.Message, Is.Null);
        return reply.Read<SoCredentials>("Credentials")!.Ticket!;
    }

    /// <summary>An error as clients expect it, with the reason that machines read.</summary>
    protected static SoExceptionInfo Refused(SoapReply reply, string exceptionType, string? reason = null)
    {
        Assert.That(reply.IsFault, Is.False, reply.Text);
        var error = reply.Error;
        Assert.That(error, Is.Not.Null, reply.Text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)reply.Status, Is.EqualTo(200));
            Assert.That(reply.Succeeded, Is.False);
            Assert.That(error!.ExceptionType, Is.EqualTo(exceptionType), error.Message);
            Assert.That(error.Parameters?.GetValueOrDefault("reason"), Is.EqualTo(reason));
            Assert.That(error.FriendlyText, Is.Not.Empty);
            Assert.That(reply.Response.Elements().Select(part => part.Value), Is.All.AnyOf("", "0", "false"), "the response is not empty");
        }

        return error;
    }

    /// <summary>Makes the tenant answer every call with this.</summary>
    protected void AnswerAlways(string json, int status = 200) => Upstream.Instead = (context, _) => AnswerAsync(context, json, status);

    protected static async Task<bool> AnswerAsync(HttpContext context, string json, int status = 200)
    {
        await Upstream.JsonAsync(context, json, status);
        return true;
    }
}
