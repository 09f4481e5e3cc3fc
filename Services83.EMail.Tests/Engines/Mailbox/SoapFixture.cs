using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox;

/// <summary>A server for each test, with the empty mailboxes of two associates, and what tests ask of replies.</summary>
public abstract class SoapFixture
{
    private SoapTestServer? _server;

    protected static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    protected SoapTestServer Server => _server!;

    protected SandboxAccount AnnasMail { get; private set; } = null!;

    protected SandboxAccount BobsMail { get; private set; } = null!;

    /// <summary>Whether the tests of the fixture share the server, because they only read from it.</summary>
    protected virtual bool SharesServer => false;

    [TearDown]
    public Task StopAfterTest() => SharesServer ? Task.CompletedTask : Stop();

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
            Assert.That(_server.Mail.Log.Failures, Is.Empty, "the sandbox itself failed");
        }

        _server = null;
    }

    protected Task StartAsync(params string[] settings) => StartAsync(
        SandboxAccount.WithUsualFolders("anna", "mail-secret-of-anna"), SandboxAccount.WithUsualFolders("bob", "mail-secret-of-bob"), settings);

    protected async Task StartAsync(SandboxAccount annasMail, SandboxAccount bobsMail, params string[] settings)
    {
        (AnnasMail, BobsMail) = (annasMail, bobsMail);
        _server = await SoapTestServer.StartAsync([AnnasMail, BobsMail], Deadline, settings);
    }

    protected async Task<SoapReply> CallAsync(int associateId, string operation, params (string Name, object? Value)[] parameters) =>
        await (await Server.AsAsync(associateId, Deadline)).CallAsync(operation, Deadline, parameters);

    protected async Task SyncAsync(int associateId, int accountId) => Succeeded(
        await CallAsync(associateId, "SyncEmailAccount", ("SyncUserAccount", new SyncUserAccount { AccountId = accountId })));

    /// <summary>The cached message with that Message-ID; null when the associate has none.</summary>
    protected Task<EMailEntity?> FindAsync(int associateId, string messageId) =>
        GetAsync<EMailEntity>(associateId, "GetMailFromMessageId", ("MessageId", messageId));

    /// <summary>Calls an operation that must succeed and reads its result.</summary>
    protected async Task<T?> GetAsync<T>(int associateId, string operation, params (string Name, object? Value)[] parameters) =>
        Succeeded(await CallAsync(associateId, operation, parameters)).Read<T>();

    protected static SoapReply Succeeded(SoapReply reply)
    {
        Assert.That(reply.IsFault, Is.False, reply.Text);
        Assert.That(reply.Error?.Message, Is.Null);
        Assert.That((reply.Succeeded, (int)reply.Status), Is.EqualTo((true, 200)));
        return reply;
    }

    /// <summary>An error as clients expect it: HTTP 200, ExceptionInfo, Succeeded false, and the operation's empty response.</summary>
    protected static SoExceptionInfo Refused(SoapReply reply, string exceptionType)
    {
        Assert.That(reply.IsFault, Is.False, reply.Text);
        var error = reply.Error;
        Assert.That(error, Is.Not.Null, "there is no ExceptionInfo");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)reply.Status, Is.EqualTo(200));
            Assert.That(reply.Succeeded, Is.False);
            Assert.That(error!.ExceptionType, Is.EqualTo(exceptionType), error.Message);
            Assert.That(error.Message, Is.Not.Empty);
            Assert.That(error.FriendlyText, Is.Not.Empty);
            Assert.That(error.StackTrace, Is.Null);
            Assert.That(reply.Response.Elements().Select(part => part.Value), Is.All.AnyOf("", "0", "false"), "the response is not empty");
        }

        return error;
    }

    protected static byte[] Letter(string subject, string? messageId = null, string? inReplyTo = null) => System.Text.Encoding.UTF8.GetBytes(
        $"From: Carl <carl@test.example>\r\nTo: Anna <anna@test.example>\r\nSubject: {subject}\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n"
        + $"Message-ID: <{messageId ?? subject.Replace(' ', '-') + "@test.example"}>\r\n"
        + (inReplyTo is null ? "" : $"In-Reply-To: <{inReplyTo}>\r\n") + $"\r\nText of {subject}.\r\n");
}
