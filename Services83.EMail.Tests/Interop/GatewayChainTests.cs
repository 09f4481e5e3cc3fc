using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using NUnit.Framework;
using Services83.EMail.Tests.Support;


namespace Services83.EMail.Tests.Interop;

/// <summary>Replies through gateway, web API and mailbox engine from a Dovecot are equal to the mailbox engine's own replies.</summary>
[Category(Tier.Clients)]
[CancelAfter(120_000)]
internal sealed class GatewayChainTests
{
    private const string Administrator = "SAL0";

    private readonly HttpClient _http = new();
    private ServerChain _chain = null!;
    private SoapTestClient _direct = null!;
    private SoapTestClient _gateway = null!;

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    private static IEnumerable<TestCaseData> Reads()
    {
        foreach (var operation in ContractMethods.Names.Where(name => name.StartsWith("CreateDefault", StringComparison.Ordinal)))
        {
            yield return Case(operation);
        }

        yield return Case("GetMailFromMessageId", ("MessageId", "mail-1@test.example"));
        yield return Case("GetMailFromMessageId", ("MessageId", "nobody@nowhere.example"));
        yield return Case("GetEMail", ("Id", 1), ("IncludeAttachments", true));
        yield return Case("GetEMail", ("Id", 4711), ("IncludeAttachments", true));
        yield return Case("GetEMailAccount", ("EMailAccountId", 90));
        yield return Case("GetEMailAccount", ("EMailAccountId", -1));
        yield return Case("GetEMailAccountFromEMailAddress", ("EMailAddress", null));
        yield return Case("GetCurrentAccount");
        yield return Case("GetCurrentAccountId");
        yield return Case("GetReadySyncEmailAccounts");
        yield return Case("HasNewMail", ("MailItemId", 0), ("FolderId", 1));
        yield return Case("GetAttachmentFromId", ("EmailItemId", 1), ("AttachmentId", "no such"));
        yield return Case("FindAddress", ("Address", "nobody@nowhere.example"));
        yield return Case("GetEMailAddresses", ("EmailIds", new[] { 1, 2 }));
        yield return Case("CreateEMailFromMimeMessage", ("MimeMessage",
            "From: =?utf-8?Q?Bl=C3=A5b=C3=A6r?= <a@test.example>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0100\r\nSubject: x\r\n\r\n\u00f8 <&>"));
    }

    [OneTimeSetUp]
    public async Task LogInAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        _chain = await InteropRun.ChainAsync();
        _direct = await LogInAsync(new Uri(_chain.Upstream, "/Services83").ToString(), deadline.Token);
        _gateway = await LogInAsync(_chain.BaseAddress, deadline.Token);
        var both = new[] { 90, 91 }.Select(account => new SyncUserAccount { AccountId = account });
        foreach (var account in both)
        {
            Assert.That((await _gateway.CallAsync("SyncEmailAccount", deadline.Token, ("SyncUserAccount", account))).Error?.Message, Is.Null);
        }
    }

    [OneTimeTearDown]
    public void Dispose() => _http.Dispose();

    [TestCaseSource(nameof(Reads))]
    public async Task The_gateway_answers_what_the_engine_answers(string operation, (string Name, object? Value)[] parameters)
    {
        var direct = await _direct.CallAsync(operation, Deadline, parameters);
        var gateway = await _gateway.CallAsync(operation, Deadline, parameters);

        Assert.That(gateway.Response.ToString(), Is.EqualTo(direct.Response.ToString()));
        Assert.That((gateway.Succeeded, gateway.Error?.ExceptionType), Is.EqualTo((direct.Succeeded, direct.Error?.ExceptionType)));
        if (direct.Error is { } error)
        {
            Assert.That(gateway.Error!.Message, Does.EndWith(error.Message!));
        }
    }

    [Test]
    public async Task A_message_with_its_attachments_comes_whole()
    {
        var found = (await _gateway.CallAsync("GetMailFromMessageId", Deadline, ("MessageId", "mail-2@test.example"))).Read<EMailEntity>()!;

        var reply = await _gateway.CallAsync("GetEMail", Deadline, ("Id", found.EmailItemId), ("IncludeAttachments", true));

        var direct = await _direct.CallAsync("GetEMail", Deadline, ("Id", found.EmailItemId), ("IncludeAttachments", true));
        Assert.That(reply.Response.ToString(), Is.EqualTo(direct.Response.ToString()));
        Assert.That(reply.Read<EMailEntity>()!.MessageID, Is.EqualTo("mail-2@test.example"));
    }

    [Test]
    public async Task The_web_API_of_the_gateway_works_as_its_SOAP_does()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _chain.BaseAddress.Replace("Remote/Services83", "api/v1/Agents/EMail/GetReadySyncEmailAccounts", StringComparison.Ordinal));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Administrator}:{Administrator}")));

        using var reply = await _http.SendAsync(request, Deadline);
        var json = await reply.Content.ReadAsStringAsync(Deadline);

        Assert.That((int)reply.StatusCode, Is.EqualTo(200), json);
        Assert.That(json, Does.Contain("\"AccountId\":90").And.Contain("\"AccountId\":91").And.Contain("Blåbær & Søn <ø>"));
    }

    private static TestCaseData Case(string operation, params (string Name, object? Value)[] parameters) =>
        new TestCaseData(operation, parameters).SetArgDisplayNames($"{operation}({string.Join(", ", parameters.Select(parameter => $"{parameter.Value}"[..Math.Min(20, $"{parameter.Value}".Length)].ReplaceLineEndings("")))})");

    private async Task<SoapTestClient> LogInAsync(string baseAddress, CancellationToken cancellationToken)
    {
        var replies = new ConcurrentQueue<string>();
        var reply = await new SoapTestClient(_http, new Uri(baseAddress + "/SoPrincipal.svc"), "SoPrincipal", replies).CallAsync(
            "AuthenticateUsernamePassword", cancellationToken, ("UserName", Administrator), ("Password", Administrator));
        return new SoapTestClient(_http, new Uri(baseAddress + "/EMail.svc"), "EMail", replies) { Ticket = reply.Read<SoCredentials>("Credentials")!.Ticket };
    }
}
