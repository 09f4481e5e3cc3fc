using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Hosting;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Hosting.Health;

[Category(Tier.Programs)]
[CancelAfter(60_000)]
public sealed class HealthTests : ProgramFixture
{
    [Test]
    public async Task A_server_is_alive_and_ready_until_its_database_fails()
    {
        await using var server = await Server.StartAsync(
            [$"--Storage:DataFolder={DataFolder}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None"], Deadline);
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls.Single()) };

        Assert.That((await GetAsync(http, "live"), await GetAsync(http, "ready")), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));

        await server.Services.GetRequiredService<IDatabase>().ExecuteAsync("DROP TABLE sync_request", new { }, Deadline);
        Assert.That(
            (await GetAsync(http, "live"), await GetAsync(http, "ready")), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable)));
        await server.StopAsync(Deadline);
    }

    private static async Task<HttpStatusCode> GetAsync(HttpClient http, string probe)
    {
        using var reply = await http.GetAsync(new Uri($"/health/{probe}", UriKind.Relative), Deadline);
        return reply.StatusCode;
    }
}
