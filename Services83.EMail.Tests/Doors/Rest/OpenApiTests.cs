using System.Text.Json;
using Microsoft.OpenApi;
using NUnit.Framework;
using Services83.EMail.Doors.Rest.OpenApi;
using Services83.EMail.Tests.Engines.Gateway;
using Services83.EMail.Tests.Support;
using Services83.EMail.WebApi;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>Our description of the web API, beside the one that the vendor publishes for the EMail agent.</summary>
[Category(Tier.Engines)]
public sealed class OpenApiTests
{
    private static readonly string[] Operations = [.. RestOperations.All.Select(operation => operation.Name)];

    [Test]
    public async Task It_says_what_it_said_before()
    {
        var facts = ApiDigest.Of(await DescribeAsync(), Operations);

        GoldenFile.Assert(string.Join('\n', facts) + "\n", "Services83.EMail.Tests", "Doors", "Rest", "Golden", "openapi.txt");
    }

    /// <summary>The first column of the table in docs/rest.md names members, operations or types; all else is equal.</summary>
    [Test]
    public async Task It_differs_from_the_published_one_where_the_documentation_says_so_and_nowhere_else()
    {
        var theirs = PublishedSwagger.Facts;
        var ours = ApiDigest.Of(await DescribeAsync(), Operations);
        var documented = DocumentedDifferences();

        var differences = theirs.Except(ours).Concat(ours.Except(theirs)).ToArray();

        Assert.That(theirs, Has.Count.GreaterThan(1000));
        Assert.That(differences.Where(difference => !documented.Exists(place => IsAt(difference, place))), Is.Empty);
        Assert.That(documented.Where(place => !Array.Exists(differences, difference => IsAt(difference, place))), Is.Empty, "these are no differences any more");
    }

    [Test]
    public async Task Its_page_finds_it_also_under_a_path_base()
    {
        await using var server = await SoapTestServer.StartAsync([], CancellationToken.None, "--PathBase=/Cust1");

        foreach (var root in (string[])["", "/Cust1"])
        {
            var page = await server.Rest().SendAsync(HttpMethod.Get, root + "/swagger/index.js", CancellationToken.None);
            var description = await server.Rest().SendAsync(HttpMethod.Get, root + "/openapi/v1.json", CancellationToken.None);
            var versions = await server.Rest().SendAsync(HttpMethod.Get, root + "/api", CancellationToken.None);

            Assert.That(page.Text, Does.Contain("../openapi/v1.json"));
            Assert.That(description.Json.GetProperty("servers")[0].GetProperty("url").GetString(), Is.EqualTo(server.Url.AbsoluteUri.TrimEnd('/') + root));
            Assert.That(description.Text, Does.Not.Contain("Async"), "names of methods");
            Assert.That(versions.Json.GetProperty("v1").GetString(), Is.EqualTo(server.Url.AbsoluteUri.TrimEnd('/') + root + "/api/v1"));
        }
    }

    [Test]
    public async Task The_list_and_the_descriptions_name_every_operation()
    {
        await using var server = await SoapTestServer.StartAsync([], CancellationToken.None, "--Soap:PublicUrl=https://crm.example.com/so");

        var list = (await server.Rest().SendAsync(HttpMethod.Get, "/api/v1", CancellationToken.None)).Json;
        var description = (await server.Rest().SendAsync(HttpMethod.Get, "/api/v1/agents/email/deleteemailaccount", CancellationToken.None)).Json;

        Assert.That(list.EnumerateObject().Select(address => address.Name), Is.EquivalentTo(
            Operations.Select(operation => "Agents/EMail/" + operation).Append("session").Append("User/currentPrincipal").Append("Agents/Associate/GetAssociate").Select(path => "https://crm.example.com/so/api/v1/" + path)));
        Assert.That(list.EnumerateObject().SelectMany(address => address.Value.EnumerateObject()).Select(method => method.Value.GetString()), Is.All.Not.Empty);
        Assert.That(description.GetProperty("Url").GetString(), Does.EndWith("/DeleteEMailAccount"));
        Assert.That(description.GetProperty("Parameters")[0].GetProperty("In").GetString(), Is.EqualTo("query"));
    }

    private static bool IsAt(string difference, string place)
    {
        var subject = difference.Replace(": body.", ".", StringComparison.Ordinal).Split(':')[0];
        return subject == place || subject.StartsWith(place + ".", StringComparison.Ordinal) || difference.EndsWith(": answers " + place + " SoExceptionInfo", StringComparison.Ordinal);
    }

    private static List<string> DocumentedDifferences() =>
    [
        .. File.ReadLines(Repository.PathOf("docs", "rest.md"))
            .SkipWhile(line => !line.StartsWith("## Differences", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => line.Split('|')[1].Split('`', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
    ];

    private static async Task<JsonElement> DescribeAsync()
    {
        var json = await AgentDescription.Create("https://crm.example.com", new ContractDocumentation()).SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0);
        return JsonDocument.Parse(json).RootElement;
    }
}
