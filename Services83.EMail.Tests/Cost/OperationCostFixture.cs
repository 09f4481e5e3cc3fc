using System.Reflection;
using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cost;

/// <summary>A server with one account that has been synced, and requests for each operation of the contract.</summary>
public abstract class OperationCostFixture
{
    private SoapTestServer _server = null!;
    private RestTestClient _client = null!;
    private string _ticket = "";

    private protected CostSamples Samples { get; private set; } = null!;

    protected static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

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
        Samples = new CostSamples(_server, mailbox, account, email.EmailItemId, folders.Single(folder => folder.Name == "INBOX").EmailFolderId);
    }

    [OneTimeTearDown]
    public async Task Stop() => await _server.DisposeAsync();

    private protected static IEnumerable<TestCaseData> CasesWhere(Func<IEnumerable<RepeatedPlace>, bool> condition) =>
        ContractMethods.Of(typeof(IEMailAgent))
            .Where(operation => condition(RepeatedPlace.Of(operation)))
            .OrderBy(operation => operation.Name, StringComparer.Ordinal)
            .Select(operation => new TestCaseData(operation).SetArgDisplayNames(CostRequest.NameOf(operation)));

    private protected object?[] Arguments(MethodInfo operation) =>
        [.. operation.GetParameters().Select(parameter => Samples.Make(parameter.ParameterType, parameter.Name!, 0))];

    private protected CostRequest Request(MethodInfo operation, object?[] arguments, string door) =>
        door == "SOAP" ? CostRequest.Soap(operation, arguments, _ticket) : CostRequest.Rest(operation, arguments, _ticket);

    private protected Task SendAsync(CostRequest request) => request.SendAsync(_client, Deadline);
}
