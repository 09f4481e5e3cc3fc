using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.Tests.Engines.Gateway;
using Services83.EMail.Tests.Support;
using Services83.EMail.WebApi;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>
/// A request in the form of the vendor's documentation for each operation, with its user name and password. The named objects need not
/// exist; then the reply is an error that says so. None may be refused because of its format, and the reply must match the published
/// description.
/// </summary>
[Category(Tier.Engines)]
[CancelAfter(120_000)]
public sealed class DocumentedSampleTests : RestFixture
{
    // The errors that the numbers and names of a sample may cause.
    private static readonly string[] OtherErrors = ["NotFound", "InvalidArgument", "MailServer", "AccessDenied"];

    private static readonly (string Name, string Value)[] Headers =
        [("Authorization", "Basic dGplMDpUamUw"), ("Accept", "application/json; charset=utf-8")];

    // The printed samples use them alternately.
    private static readonly string[] Languages = ["en", "sv", "fr,de,ru,zh", "*"];

    protected override bool SharesServer => true;

    [OneTimeSetUp]
    public async Task StartOnce()
    {
        await StartAsync();
        await Server.Get<AssociateStore>().SetPasswordAsync(SoapTestServer.Tje, "Tje0", Deadline);
    }

    [Test]
    public async Task Each_is_accepted_and_answered_as_documented()
    {
        var failures = new List<string>();
        var answered = 0;

        foreach (var operation in PublishedSwagger.Operations.Values)
        {
            var reply = await PostAsync(operation, Languages[operation.Name.Length % Languages.Length]);
            if ((int)reply.Status < 400)
            {
                answered++;
                failures.AddRange(SwaggerCheck.Reply(operation.Name, reply.Status.ToString("D"), reply.Body.Length == 0 ? null : reply.Json));
            }
            else if (!OtherErrors.Contains(reply.Error!.ExceptionType))
            {
                failures.Add($"{operation.Name}: {reply}");
            }
        }

        Assert.That(failures, Is.Empty, string.Join('\n', failures));
        Assert.That(answered, Is.GreaterThan(20));
    }

    [Test]
    public void There_is_one_for_each_operation() => Assert.That(
        PublishedSwagger.Operations.Keys, Is.EquivalentTo(RestOperations.All.Select(operation => operation.Name)).And.Count.EqualTo(110));

    private Task<RestTestReply> PostAsync(SwaggerOperation operation, string language)
    {
        var query = operation.Query.Keys.Select(key => $"?{key}=447").SingleOrDefault();
        var body = operation.Body is { } type ? RestSample.Of(type).ToJsonString() : "";
        return Server.Rest().PostAsync(
            $"/api/v1/Agents/EMail/{operation.Name}{query}", body, operation.Body is null ? null : "application/json; charset=utf-8", Deadline,
            [.. Headers, ("Accept-Language", language)]);
    }
}
