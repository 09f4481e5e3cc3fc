using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Services83.EMail.Tests.Engines.Gateway;
using Services83.EMail.Tests.Interop;
using Services83.EMail.Tests.Support;
using Services83.EMail.WebApi;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>The vendor's own JavaScript client calls every operation; each reply is as the vendor's description says.</summary>
[Category(Tier.Clients)]
public sealed class VendorClientTests : WebMailboxFixture
{
    private static readonly string Folder = Repository.PathOf("Services83.EMail.Tests", "Support", "VendorClient");

    /// <summary>What the server may refuse: the arguments are not made for each operation.</summary>
    private static readonly int[] Refusals = [400, 404, 502];

    /// <summary>The newer operations, all of which succeed.</summary>
    private static readonly string[] Newer = [.. ContractMethods.WebNames.Except(ContractMethods.Names).Except(["HasMXRecord", "HasSPFRecord"])];

    private const string OneCall = """[{"operation":"CreateDefaultEMailAccount","parameters":[]}]""";

    [Test]
    public async Task Each_method_of_the_client_is_answered_as_published()
    {
        Requires.VendorClient(Path.Combine(Folder, "node_modules"));
        // Those that delete and move come last.
        var calls = new JsonArray([.. RestOperations.All.OrderByDescending(operation => Newer.Contains(operation.Name) && !operation.Name.StartsWith("CreateNew", StringComparison.Ordinal)).Select(Call)]);

        var lines = await RunAsync(calls.ToJsonString(), "authenticateWithTicket", await Server.IssueTicketAsync(SoapTestServer.Anna, Deadline));

        Assert.That((int)lines[0]["methods"]!, Is.EqualTo(RestOperations.All.Count), "the client has other methods");
        var problems = lines.Skip(1).SelectMany(Problems).ToArray();
        Assert.That(problems, Is.Empty, string.Join('\n', problems));
        Assert.That(lines.Skip(1).Count(line => (int)line["status"]! < 300), Is.GreaterThan(60));
    }

    [TestCase("authenticateWithPassword")]
    [TestCase("authenticateWithToken")]
    public async Task It_may_authenticate_otherwise(string method)
    {
        Requires.VendorClient(Path.Combine(Folder, "node_modules"));
        // Not Anna: a new password ends the tickets of the other tests.
        await Server.SetPasswordAsync(SoapTestServer.Bob, Deadline);
        string[] proof = method == "authenticateWithPassword"
            ? ["bob", SoapTestServer.PasswordOf(SoapTestServer.Bob)]
            : [await Server.Get<Services83.EMail.Identity.TicketStore>().IssueAsync(SoapTestServer.Bob, "", Deadline)];

        var right = await RunAsync(OneCall, method, proof);
        var wrong = await RunAsync(OneCall, method, [.. proof.SkipLast(1), "wrong"]);

        Assert.That((int)right[1]["status"]!, Is.EqualTo(200), right[1].ToJsonString());
        Assert.That((int)wrong[1]["status"]!, Is.EqualTo(401), wrong[1].ToJsonString());
    }

    private static IEnumerable<string> Problems(JsonNode line)
    {
        var (operation, status) = ((string)line["operation"]!, (int?)line["status"] ?? 0);
        if (status is not (200 or 204))
        {
            return Refusals.Contains(status) && !Newer.Contains(operation) ? [] : [line.ToJsonString()];
        }

        var isStream = line["body"] is JsonObject body && body.ContainsKey("bytes");
        return isStream ? [] : SwaggerCheck.Reply(operation, $"{status}", status == 204 ? null : JsonSerializer.SerializeToElement(line["body"]));
    }

    private JsonNode Call(RestOperation operation) => new JsonObject
    {
        ["operation"] = operation.Name,
        ["parameters"] = new JsonArray([.. operation.Parameters.Select(parameter => Value(operation, parameter))]),
    };

    private JsonNode? Value(RestOperation operation, RestParameter parameter) => (parameter.Name, parameter.Type) switch
    {
        ("AttachmentIds", _) => new JsonArray("4"),
        ("AttachmentId", _) => "2",
        ("DocumentId" or "DocId", _) => DocumentId,
        ("FolderId", _) => InboxId,
        ("MailItemId" or "EmailItemId" or "EmailId" or "Id" or "EMailSOInfoId", _) => operation.Name.StartsWith("GetEmailAppointment", StringComparison.Ordinal) ? AppointmentId : ItemId,
        ("AppointmentId", _) => AppointmentId,
        // The mailbox's server is not one for outgoing mail, and would not answer.
        ("ConnectionInfo", _) when operation.Name == "AuthenticateOutgoing" => null,
        ("ConnectionInfo", _) => JsonSerializer.SerializeToNode(Named("INBOX"), RestTestClient.Plain),
        ("ConnectionInfoExtended", _) => JsonSerializer.SerializeToNode(NamedExtended(), RestTestClient.Plain),
        ("MessageServerId", var type) when type == typeof(string) => "1",
        ("MessageServerIds", var type) when type == typeof(string[]) => new JsonArray(operation.Name.StartsWith("Get", StringComparison.Ordinal) ? "1" : "4711"),
        ("TargetFolder" or "MoveToFolder", _) => "Junk",
        ("EmailAddress", _) => "anna@test.example",
        ("MailDomain" or "TargetDomain" or "SourceSpf", _) => "127.0.0.1",
        ("Email", _) => new JsonObject { ["Subject"] = "s", ["EmailItemId"] = ItemId },
        (_, var type) when type == typeof(int) => 1,
        (_, var type) when type == typeof(bool) => true,
        (_, var type) when type == typeof(string) => "text",
        (_, { IsEnum: true }) => "Seen",
        _ => null,
    };

    private async Task<JsonNode[]> RunAsync(string calls, string method, params string[] proof)
    {
        var folder = Directory.CreateTempSubdirectory("vendor-client-");
        try
        {
            var file = Path.Combine(folder.FullName, "calls.json");
            await File.WriteAllTextAsync(file, calls, Deadline);
            var output = await ExternalProgram.RunAsync(Requires.Node, [Path.Combine(Folder, "call.mjs"), Server.Url.AbsoluteUri, method, JsonSerializer.Serialize(proof), file], Deadline);
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
