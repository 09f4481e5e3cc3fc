using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Soap;
using Services83.EMail.Soap.Dispatcher;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class ReplyLimitTests
{
    private const string Z = "http://schemas.microsoft.com/2003/10/Serialization/";

    private static readonly SoapLimits Small = new() { MaxReplyBytes = 2 << 20, MaxMessageBytes = 1 << 20, MaxBufferedBytes = 1 << 20 };

    [TestCase(1_500_000, 0, HttpStatusCode.OK, TestName = "Octets_count_as_they_are_sent_and_not_as_memory")]
    [TestCase(1_600_000, 0, HttpStatusCode.InternalServerError, TestName = "Octets_that_are_more_than_a_reply_may_have_are_an_error")]
    [TestCase(0, 500_000, HttpStatusCode.OK, TestName = "A_text_that_fits_is_sent")]
    [TestCase(0, 1_500_000, HttpStatusCode.InternalServerError, TestName = "A_text_that_is_more_than_all_replies_may_hold_is_an_error")]
    public async Task Replies_are_limited(int octets, int text, HttpStatusCode status)
    {
        var attachment = new EMailAttachment { Stream = new byte[octets], Description = new string('x', text) };
        await using var host = await StartAsync(("GetAttachmentAsync", _ => attachment));
        for (var i = 0; i < 3; i++)
        {
            var reply = await EMailRequest.For("GetAttachment", "").SendAsync(host);
            Assert.That(reply.Status, Is.EqualTo(status));
            if (status != HttpStatusCode.OK)
            {
                Assert.That(reply.Text, Does.Contain("<faultcode>s:Server</faultcode>").And.Contain("larger than allowed"));
            }
        }
    }

    [TestCase(2, HttpStatusCode.OK)]
    [TestCase(20, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_part_that_is_referred_to_counts_as_often_as_it_is_meant(int references, HttpStatusCode status)
    {
        await using var host = await StartAsync(("SaveEMailAsync", _ => null));
        var repeated = string.Concat(Enumerable.Repeat("<EMailAttachment z:Ref='i1'/>", references));
        var request = EMailRequest.For("SaveEMail", $"<Email><Attachments xmlns:z='{Z}'>"
            + $"<EMailAttachment z:Id='i1'><Description>{new string('x', 100_000)}</Description></EMailAttachment>{repeated}</Attachments></Email>");
        for (var i = 0; i < 3; i++)
        {
            Assert.That((await request.SendAsync(host)).Status, Is.EqualTo(status));
        }
    }

    [Test]
    public async Task A_part_that_repeats_parts_counts_with_all_of_them()
    {
        await using var host = await StartAsync(("SendAsync", _ => Array.Empty<EMailEntity>()));
        var text = $"<EMailAttachment z:Id='i1'><Description>{new string('x', 10_000)}</Description></EMailAttachment>";
        var ten = string.Concat(Enumerable.Repeat("<EMailAttachment z:Ref='i1'/>", 10));
        var message = $"<EMailEntity z:Id='i2'><Attachments>{text}{ten}</Attachments></EMailEntity>";
        var reply = await EMailRequest.For(
            "Send", $"<Emails xmlns:z='{Z}'>{message}{string.Concat(Enumerable.Repeat("<EMailEntity z:Ref='i2'/>", 20))}</Emails>").SendAsync(host);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    private static Task<SoapTestHost> StartAsync(params (string Method, Func<object?[], object?> Handler)[] handlers) => SoapTestHost.StartAsync(
        services => services.AddSingleton(EMailStub.Create(handlers)),
        app => app.MapSoapService<IEMailAgent>(new SoapServiceOptions { ServiceName = "X", Addresses = [EMailEchoHost.Path], Limits = Small }));
}
