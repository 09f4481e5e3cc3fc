using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Doors.Rest;
using Services83.EMail.Identity;
using Services83.EMail.RecentCalls;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Storage;
using Services83.EMail.Telemetry;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>Errors that an engine throws and that the tests of the mailbox engine cannot cause.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class UnexpectedErrorTests
{
    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [TestCase(false)]
    [TestCase(true)]
    public async Task What_nobody_expected_is_500_and_describes_itself_in_development_only(bool development)
    {
        var reply = await CallAsync(new InvalidOperationException("a secret of the engine"), development);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(reply.Error!.ExceptionType, Is.EqualTo("Internal"));
        Assert.That(reply.Text.Contains("a secret of the engine", StringComparison.Ordinal), Is.EqualTo(development));
    }

    [Test]
    public async Task A_busy_database_is_503_and_says_when_to_come_again()
    {
        var reply = await CallAsync(new StorageException("locked by x", isTransient: true), development: false);

        Assert.That((reply.Status, reply.Header("Retry-After"), reply.Error!.ExceptionType), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "5", "Storage")));
        Assert.That(reply.Text, Does.Not.Contain("locked by x"));
    }

    [Test]
    public async Task A_server_behind_this_one_that_failed_is_502_with_its_own_wait()
    {
        var reply = await CallAsync(new UpstreamException(ErrorKind.Upstream, "t", UpstreamFailure.Unavailable, "busy") { RetryAfter = TimeSpan.FromSeconds(7.5) }, development: false);

        Assert.That((reply.Status, reply.Header("Retry-After"), reply.Error!.Parameters!["tenant"]), Is.EqualTo((HttpStatusCode.BadGateway, "8", "t")));
    }

    [Test]
    public async Task A_mail_server_that_failed_is_502() => Assert.That(
        (await CallAsync(new MailServerException("imap.example.com", "refused", transient: true), development: false)).Status, Is.EqualTo(HttpStatusCode.BadGateway));

    [Test]
    public async Task What_may_not_be_done_is_403() => Assert.That(
        (await CallAsync(new AccessDeniedException("no"), development: false)).Status, Is.EqualTo(HttpStatusCode.Forbidden));

    [Test]
    public async Task A_mail_server_that_is_not_connected_to_is_403() => Assert.That(
        (await CallAsync(new MailServerException("10.0.0.1", "not here", transient: false) { IsForbidden = true }, development: false)).Status,
        Is.EqualTo(HttpStatusCode.Forbidden));

    [Test]
    public async Task A_message_that_may_have_been_delivered_is_no_error_that_clients_repeat_by_themselves()
    {
        var reply = await CallAsync(new DeliveryUncertainException("smtp.example.com", "perhaps"), development: false);

        Assert.That((reply.Status, reply.Error!.ExceptionType), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "DeliveryUncertain")));
    }

    /// <summary>The door alone, on an engine whose every operation throws.</summary>
    private static async Task<RestTestReply> CallAsync(Exception error, bool development)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = development ? "Development" : "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOptions<IdentityOptions>();
        builder.Services.AddScoped<CallContext>();
        builder.Services.AddProgramMeter().AddSingleton<CallMetrics>();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<CallCollector>();
        builder.Services.AddScoped<CallReport>();
        builder.Services.AddSingleton<ICallerAuthentication, Anybody>();
        builder.Services.AddSingleton(FailingEngine.Create(error));
        builder.Services.AddRestDoor(_ => new RestDoorOptions(null, new SoapLimits(), development));
        await using var app = builder.Build();
        app.MapRestDoor();
        await app.StartAsync(Deadline);
        using var http = new HttpClient();
        return await new RestTestClient(http, new Uri(app.Urls.First())) { Headers = { ["Authorization"] = "SoTicket 7T:x" } }
            .PostAsync("/api/v1/Agents/EMail/GetCurrentAccountId", "", null, Deadline);
    }

    private sealed class Anybody : ICallerAuthentication
    {
        public Task<Caller?> AuthenticateAsync(string? ticket, string? applicationToken, CancellationToken cancellationToken) => Task.FromResult<Caller?>(null);
    }
}

/// <summary>An engine whose operations all fail.</summary>
#pragma warning disable MA0053 // A proxy is a class derived from it.
public class FailingEngine : DispatchProxy
{
    private Exception _error = null!;

    public static IWebEMailAgent Create(Exception error)
    {
        var engine = DispatchProxy.Create<IWebEMailAgent, FailingEngine>();
        ((FailingEngine)(object)engine)._error = error;
        return engine;
    }

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args) => throw _error;
}
