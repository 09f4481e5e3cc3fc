using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Soap;
using Services83.EMail.Soap.Description;
using Services83.EMail.Soap.Dispatcher;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

/// <summary>The reply of every operation to an empty request, without a result, so that no change of the envelope stays
/// unnoticed.</summary>
[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class ReplyGoldenTests
{
    [TestCase(EMailRequest.Soap11, "replies-soap11.txt")]
    [TestCase(EMailRequest.Soap12, "replies-soap12.txt")]
    public async Task Empty_replies_of_all_operations_stay_as_they_are(string envelope, string file)
    {
        await using var host = await SoapTestHost.StartAsync(
            services => services.AddSingleton(EMailStub.Create()),
            app => app.MapSoapService<IEMailAgent>(new SoapServiceOptions { ServiceName = "X", Addresses = [EMailEchoHost.Path] }));
        var text = new StringBuilder();
        foreach (var operation in ContractDescription.Of<IEMailAgent>().Operations)
        {
            var reply = await (EMailRequest.For(operation.Name, "") with { Envelope = envelope }).SendAsync(host);
            text.Append(operation.Name).Append(' ').Append((int)reply.Status).Append(' ').Append(reply.ContentType).Append('\n').Append(reply.Text).Append('\n');
        }

        GoldenFile.Assert(text.ToString(), "Services83.EMail.Tests", "Soap", "Golden", file);
    }
}
