using System.Net;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

[Category(Tier.Engines)]
[TestFixture]
public sealed class ActionTests : EMailEndpointTests
{
    private const string Action = EMailRequest.Ns + "/EMail/SyncEmailAccounts";
    private const string Other = EMailRequest.Ns + "/EMail/SyncEmailAccount";

    [TestCase("\"" + Action + "\"")]
    [TestCase(Action)]
    [TestCase("\"\"")]
    [TestCase("")]
    public Task The_action_may_be_quoted_or_left_out(string action) => AssertReadAsync(new EMailRequest { Action = [action] });

    [Test]
    public Task The_action_may_be_missing() => AssertReadAsync(new EMailRequest { Action = [] });

    [TestCase("urn:wrong")]
    [TestCase("'" + Action + "'")]
    [TestCase("\"" + Action + " \"")]
    [TestCase(EMailRequest.Ns + "/EMail/syncemailaccounts")]
    public Task An_unknown_action_is_refused(string action) =>
        AssertFaultAsync(new EMailRequest { Action = [action] }, HttpStatusCode.InternalServerError, "a:ActionNotSupported");

    [Test]
    public Task Two_different_actions_are_refused() =>
        AssertFaultAsync(new EMailRequest { Action = [Action, Other] }, HttpStatusCode.InternalServerError, "a:ActionNotSupported");

    [Test]
    public Task The_action_of_another_operation_is_refused() =>
        AssertDeserializationFailedAsync(new EMailRequest { Action = [Other] }, "'SyncEmailAccount'");

    [TestCase("application/soap+xml; charset=utf-8; action=\"" + Action + "\"")]
    [TestCase("application/soap+xml; charset=utf-8; action=" + Action)]
    [TestCase("application/soap+xml; action=\"\"")]
    public Task Soap_12_names_the_action_in_the_content_type(string contentType) =>
        AssertReadAsync(new EMailRequest { Envelope = EMailRequest.Soap12, ContentType = contentType, Action = [] });

    [Test]
    public Task A_wrong_action_parameter_is_refused() => AssertFaultAsync(
        new EMailRequest { Envelope = EMailRequest.Soap12, ContentType = "application/soap+xml; action=\"urn:wrong\"", Action = [] },
        HttpStatusCode.InternalServerError,
        "a:ActionNotSupported");

    [TestCase("http://www.w3.org/2005/08/addressing")]
    [TestCase("http://schemas.xmlsoap.org/ws/2004/08/addressing")]
    public Task An_addressing_header_may_name_the_action(string ns)
    {
        var request = new EMailRequest();
        var headers = $"<w:Action xmlns:w='{ns}' s:mustUnderstand='1'>{Action}</w:Action><w:MessageID xmlns:w='{ns}'>urn:uuid:1</w:MessageID>"
            + $"<w:To xmlns:w='{ns}' s:mustUnderstand='1'>http://x</w:To>";
        return AssertReadAsync(request with { Action = [], Headers = headers + request.Headers });
    }

    [Test]
    public Task An_empty_body_without_an_action_is_refused() => AssertFaultAsync(
        new EMailRequest { Action = [], Body = "" }, HttpStatusCode.InternalServerError, "a:ActionNotSupported", "Action ''");

    [Test]
    public Task An_unknown_body_without_an_action_is_refused() => AssertFaultAsync(
        new EMailRequest { Action = [], Operation = "Nope" }, HttpStatusCode.InternalServerError, "a:ActionNotSupported");

    [Test]
    public async Task Soap_12_is_answered_in_soap_12_also_under_the_content_type_of_11()
    {
        var reply = await new EMailRequest { Envelope = EMailRequest.Soap12 }.SendAsync(Host);
        Assert.That(reply.Text, Does.StartWith($"<s:Envelope xmlns:s=\"{EMailRequest.Soap12}\">"));
        Assert.That(reply.ContentType?.ToString(), Is.EqualTo("application/soap+xml; charset=utf-8"));
    }

    [Test]
    public async Task Soap_11_is_answered_in_soap_11_also_under_the_content_type_of_12()
    {
        var reply = await new EMailRequest { ContentType = "application/soap+xml" }.SendAsync(Host);
        Assert.That(reply.Text, Does.StartWith($"<s:Envelope xmlns:s=\"{EMailRequest.Soap11}\">"));
        Assert.That(reply.ContentType?.ToString(), Is.EqualTo("text/xml; charset=utf-8"));
    }
}
