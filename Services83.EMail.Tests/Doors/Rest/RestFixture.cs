using NUnit.Framework;
using Services83.EMail.Tests.Engines.Mailbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>A server for each test, as for the SOAP tests, and helpers that check replies of the web API.</summary>
public abstract class RestFixture : SoapFixture
{
    protected const string Json = "application/json";

    protected static string Operation(string name) => $"/api/v1/Agents/EMail/{name}";

    protected Task<RestTestClient> AsAsync(int associateId) => Server.RestAsAsync(associateId, Deadline);

    protected static RestTestReply Succeeded(RestTestReply reply)
    {
        Assert.That((int)reply.Status, Is.EqualTo(200).Or.EqualTo(204), reply.ToString());
        Assert.That(reply.Header("X-Content-Type-Options"), Is.EqualTo("nosniff"));
        Assert.That(reply.Header("Cache-Control"), Is.EqualTo("no-store"));
        return reply;
    }

    /// <summary>An error as it is documented: the status, and the error object in JSON without a stack trace.</summary>
    protected static SoExceptionInfo Refused(RestTestReply reply, int status, string exceptionType)
    {
        Assert.That((int)reply.Status, Is.EqualTo(status), reply.ToString());
        Assert.That(reply.ContentType, Is.EqualTo("application/json; charset=utf-8"));
        var error = reply.Error!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.ExceptionType, Is.EqualTo(exceptionType), error.Message);
            Assert.That(error.Message, Is.Not.Empty);
            Assert.That(error.FriendlyText, Is.Not.Empty);
            Assert.That(error.StackTrace, Is.Null);
        }

        return error;
    }
}
