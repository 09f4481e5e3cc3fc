using System.Reflection;
using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cost;

/// <summary>
/// What is put n times into a request of an operation costs in proportion, at both doors: every list with many items, every text of
/// what texts are searched for and cut at.
/// </summary>
/// <param name="ofLogin">Whether it is part of a login, which is a wrong one then; after some of those the mail server is not asked any more.</param>
[Category(Tier.Costs)]
[TestFixture(false)]
[TestFixture(true)]
[NonParallelizable]
[CancelAfter(300_000)]
public sealed class OperationCostTests(bool ofLogin)
{
    private SoapTestServer _server = null!;
    private CostSamples _samples = null!;
    private RestTestClient _client = null!;
    private string _ticket = "";

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    private static IEnumerable<TestCaseData> Cases => ContractMethods.Of(typeof(IEMailAgent))
        .Where(operation => RepeatedPlace.Of(operation).Any())
        .OrderBy(operation => operation.Name, StringComparer.Ordinal)
        .Select(operation => new TestCaseData(operation).SetArgDisplayNames(CostRequest.NameOf(operation)));

    [OneTimeSetUp]
    public async Task Start()
    {
        var mailbox = SandboxAccount.WithUsualFolders("anna", "mail-secret-of-anna");
        mailbox.Inbox.Append("From: bob@test.example\r\nTo: anna@test.example\r\nMessage-ID: <m@test.example>\r\n\r\ntext"u8.ToArray());
        _server = await SoapTestServer.StartAsync([mailbox, SandboxAccount.WithUsualFolders("bob", "mail-secret-of-bob")], Deadline);
        _ticket = await _server.IssueTicketAsync(SoapTestServer.Anna, Deadline);
        _client = _server.Rest();
        var account = await _server.AddAccountAsync(mailbox, SoapTestServer.Anna, Deadline, sends: true);
        var anna = await _server.AsAsync(SoapTestServer.Anna, Deadline);
        await anna.CallAsync("SyncEmailAccount", Deadline, ("SyncUserAccount", new SyncUserAccount { AccountId = account }));
        await _server.WhenIdleAsync(Deadline);
        var folders = (await anna.CallAsync("CacheFolderList", Deadline)).Read<EMailFolder[]>()!;
        var email = (await anna.CallAsync("GetMailFromMessageId", Deadline, ("MessageId", "m@test.example"))).Read<EMailEntity>()!;
        _samples = new CostSamples(_server, mailbox, account, email.EmailItemId, folders.Single(folder => folder.Name == "INBOX").EmailFolderId);
    }

    [OneTimeTearDown]
    public async Task Stop() => await _server.DisposeAsync();

    [TestCaseSource(nameof(Cases))]
    public async Task A_request_costs_in_proportion(MethodInfo operation)
    {
        var failures = new List<string>();
        foreach (var place in RepeatedPlace.Of(operation).Where(place => place.IsOfLogin == ofLogin))
        {
            foreach (var piece in place.Pieces)
            {
                await LookAsync(operation, place, piece, "SOAP", failures);
            }

            // The doors differ in how they read, and share what works on it.
            await LookAsync(operation, place, place.Pieces[^1], "REST", failures);
        }

        Assert.That(failures, Is.Empty);
    }

    /// <summary>What costs little for much in each place may still cost the product of two.</summary>
    [TestCaseSource(nameof(Cases))]
    public async Task Much_in_all_places_at_once_costs_in_proportion(MethodInfo operation)
    {
        var places = RepeatedPlace.Of(operation).Where(place => place.IsOfLogin == ofLogin).ToList();
        if (places.Count < 2)
        {
            return;
        }

        foreach (var door in (string[])["SOAP", "REST"])
        {
            await Growth.AssertLinearUpToAsync(
                1000,
                n =>
                {
                    var arguments = Arguments(operation);
                    RepeatedPlace.FillAll(places, arguments, _samples, n);
                    return Task.FromResult(Request(operation, arguments, door));
                },
                request => request.SendAsync(_client, Deadline));
        }
    }

    private async Task LookAsync(MethodInfo operation, RepeatedPlace place, string piece, string door, List<string> failures)
    {
        try
        {
            await Growth.AssertLinearUpToAsync(
                place.Most, n => Task.FromResult(Make(operation, place, piece, door, n)), request => request.SendAsync(_client, Deadline));
        }
        catch (AssertionException grows)
        {
            failures.Add($"{place} of '{piece}', {door}: {grows.Message}");
        }
    }

    private CostRequest Make(MethodInfo operation, RepeatedPlace place, string piece, string door, int n)
    {
        var arguments = Arguments(operation);
        place.Fill(arguments, _samples, piece, n);
        return Request(operation, arguments, door);
    }

    private object?[] Arguments(MethodInfo operation) =>
        [.. operation.GetParameters().Select(parameter => _samples.Make(parameter.ParameterType, parameter.Name!, 0))];

    private CostRequest Request(MethodInfo operation, object?[] arguments, string door) =>
        door == "SOAP" ? CostRequest.Soap(operation, arguments, _ticket) : CostRequest.Rest(operation, arguments, _ticket);
}
