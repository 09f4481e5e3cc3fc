using System.Net;
using Microsoft.AspNetCore.Routing;
using NUnit.Framework;
using Services83.EMail.Tests.Engines.Mailbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Dashboard;

/// <summary>A server with the pages for administrators. Sally is one.</summary>
public abstract class DashboardFixture : SoapFixture
{
    protected static string Sally => SoapTestServer.NameOf(SoapTestServer.Sally);

    protected override bool SharesServer => true;

    /// <summary>The paths of the pages and of the actions, as they are mapped, with 1 for each id.</summary>
    private protected (string[] Pages, string[] Actions) Routes
    {
        get
        {
            var all = Server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/admin", StringComparison.Ordinal))
                .Select(endpoint => (Path: endpoint.RoutePattern.RawText!["/admin".Length..].TrimStart('/').Replace("{id}", "1", StringComparison.Ordinal),
                    Method: endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single()))
                .Where(route => route.Path != "sign-in" && !route.Path.StartsWith("files", StringComparison.Ordinal)).ToArray();
            return ([.. all.Where(route => route.Method == "GET").Select(route => route.Path)], [.. all.Where(route => route.Method == "POST").Select(route => route.Path)]);
        }
    }

    private protected static string PasswordOf(int associateId) => SoapTestServer.PasswordOf(associateId);

    /// <summary>A browser in which Sally is logged in.</summary>
    private protected async Task<AdminClient> LogInAsync()
    {
        var client = new AdminClient(Server.Url);
        var reply = await client.LogInAsync(Sally, PasswordOf(SoapTestServer.Sally), Deadline);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.SeeOther), reply.ToString());
        return client;
    }

    /// <summary>The page that an action led to.</summary>
    private protected static async Task<AdminReply> FollowAsync(AdminClient client, string from, AdminReply reply)
    {
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.SeeOther), reply.ToString());
        return await client.GetAsync(new Uri(new Uri($"http://x/{from}"), reply.Location).PathAndQuery.TrimStart('/'), Deadline);
    }
}
