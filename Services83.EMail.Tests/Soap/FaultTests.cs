using System.Net;
using System.Runtime.Serialization;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Soap;
using Services83.EMail.Soap.Dispatcher;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(30_000)]
public sealed class FaultTests
{
    private const string Envelope11 = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>";
    private const string Envelope12 = "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><s:Fault>";
    private const string End = "</s:Fault></s:Body></s:Envelope>";
    private const string Dispatcher = "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher";

    [Test]
    public async Task A_plain_fault_is_the_senders()
    {
        var error = new FaultException("plain <reason> \u0001");
        Assert.That(await ReplyAsync(error), Is.EqualTo(
            Envelope11 + "<faultcode>s:Client</faultcode><faultstring xml:lang=\"en-US\">plain &lt;reason&gt; \uFFFD</faultstring>" + End));
        Assert.That(await ReplyAsync(error, EMailRequest.Soap12), Is.EqualTo(
            Envelope12 + "<s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang=\"en-US\">plain &lt;reason&gt; \uFFFD</s:Text></s:Reason>" + End));
    }

    [Test]
    public async Task A_code_of_its_own_replaces_the_senders_in_11_and_goes_below_it_in_12()
    {
        var error = new FaultException("reason", FaultCode.CreateSenderFaultCode("MyCode", "urn:my"));
        Assert.That(await ReplyAsync(error), Is.EqualTo(
            Envelope11 + "<faultcode xmlns:a=\"urn:my\">a:MyCode</faultcode><faultstring xml:lang=\"en-US\">reason</faultstring>" + End));
        Assert.That(await ReplyAsync(error, EMailRequest.Soap12), Is.EqualTo(
            Envelope12 + "<s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value xmlns:a=\"urn:my\">a:MyCode</s:Value></s:Subcode></s:Code>"
            + "<s:Reason><s:Text xml:lang=\"en-US\">reason</s:Text></s:Reason>" + End));
    }

    [Test]
    public async Task A_detail_is_written_as_a_data_contract()
    {
        var error = new FaultException("reason") { Detail = new Detail { Code = 3, Why = "because" } };
        const string Detail = "<Detail xmlns=\"urn:detail\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"><Code>3</Code><Why>because</Why></Detail>";
        Assert.That(await ReplyAsync(error), Does.EndWith("</faultstring><detail>" + Detail + "</detail>" + End));
        Assert.That(await ReplyAsync(error, EMailRequest.Soap12), Does.EndWith("</s:Reason><s:Detail>" + Detail + "</s:Detail>" + End));
    }

    [Test]
    public async Task An_unexpected_exception_is_not_described()
    {
        var reply = await ReplyAsync(new InvalidOperationException("secret"));
        Assert.That(reply, Does.StartWith(Envelope11 + $"<faultcode xmlns:a=\"{Dispatcher}\">a:InternalServiceFault</faultcode>"));
        Assert.That(reply, Does.Not.Contain("secret").And.Not.Contain("<detail>").And.Contain("internal error"));
    }

    [Test]
    public async Task An_unexpected_exception_is_described_where_that_is_allowed()
    {
        var reply = await ReplyAsync(new InvalidOperationException("outer", new IOException("inner")), includeDetail: true);
        Assert.That(reply, Does.Contain("<faultstring xml:lang=\"en-US\">outer</faultstring>")
            .And.Contain("<ExceptionDetail xmlns=\"http://schemas.datacontract.org/2004/07/System.ServiceModel\"")
            .And.Contain("<Message>inner</Message>").And.Contain("<Type>System.InvalidOperationException</Type>").And.Contain("   at "));
    }

    [Test]
    public async Task An_inspector_may_tell_an_exception_in_a_header_and_then_the_reply_is_the_operations_own()
    {
        await using var host = await SoapTestHost.StartAsync(
            services => services.AddScoped<HandlingInspector>().AddSingleton(EMailStub.Create(("GetCurrentAccountIdAsync", _ => throw new NotAuthenticatedException("gone")))),
            app => app.MapSoapService<IEMailAgent>(
                new SoapServiceOptions { ServiceName = "X", Addresses = [EMailEchoHost.Path] }.AddMessageInspector<HandlingInspector>()));
        var reply = await EMailRequest.For("GetCurrentAccountId", "").SendAsync(host);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(reply.Text, Does.Contain("<h:Message>gone</h:Message>").And.Contain("Succeeded xmlns:h=\"" + EMailRequest.Ns + "\">false<")
            .And.EndWith($"<GetCurrentAccountIdResponse xmlns=\"{EMailRequest.Ns}\"><Response>0</Response></GetCurrentAccountIdResponse></s:Body></s:Envelope>"));
    }

    [Test]
    public async Task An_inspector_that_throws_keeps_the_operation_from_being_called()
    {
        var called = false;
        await using var host = await SoapTestHost.StartAsync(
            services => services.AddScoped<RefusingInspector>().AddSingleton(EMailStub.Create(("GetCurrentAccountIdAsync", _ => called = true))),
            app => app.MapSoapService<IEMailAgent>(
                new SoapServiceOptions { ServiceName = "X", Addresses = [EMailEchoHost.Path] }.AddMessageInspector<RefusingInspector>()));
        var reply = await EMailRequest.For("GetCurrentAccountId", "").SendAsync(host);
        Assert.That((reply.FaultCode, called), Is.EqualTo(("s:Client", false)));
    }

    private static async Task<string> ReplyAsync(Exception error, string envelope = EMailRequest.Soap11, bool includeDetail = false)
    {
        await using var host = await SoapTestHost.StartAsync(
            EMailStub.Create(("GetCurrentAccountIdAsync", _ => throw error)),
            new SoapServiceOptions { ServiceName = "X", Addresses = [EMailEchoHost.Path], IncludeExceptionDetail = includeDetail });
        var reply = await (EMailRequest.For("GetCurrentAccountId", "") with { Envelope = envelope }).SendAsync(host);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.InternalServerError));
        return reply.Text;
    }

    [DataContract(Name = "Detail", Namespace = "urn:detail")]
    public sealed class Detail
    {
        [DataMember]
        public int Code { get; set; }

        [DataMember]
        public string? Why { get; set; }
    }

    private sealed class HandlingInspector : IDispatchMessageInspector
    {
        public ValueTask AfterReceiveRequestAsync(OperationContext context) => ValueTask.CompletedTask;

        public ValueTask BeforeSendReplyAsync(OperationContext context)
        {
            ((ResponseHeaders)context.ReplyHeaders!).ExceptionInfo = new SoExceptionInfo { Message = context.Exception!.Message };
            context.ExceptionHandled = true;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class RefusingInspector : IDispatchMessageInspector
    {
        public ValueTask AfterReceiveRequestAsync(OperationContext context) => throw new FaultException("refused");

        public ValueTask BeforeSendReplyAsync(OperationContext context) => ValueTask.CompletedTask;
    }
}
