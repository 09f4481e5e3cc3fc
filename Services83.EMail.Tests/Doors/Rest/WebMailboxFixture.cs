using NUnit.Framework;
using Services83.EMail.Filing;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Demo;
using Services83.EMail.Storage.Documents;
using Services83.EMail.Tests.Engines.Gateway;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Doors.Rest;

/// <summary>One server for a fixture, with a mailbox and an archive that have something for each of the newer operations.</summary>
[CancelAfter(60_000)]
public abstract class WebMailboxFixture
{
    protected const string Script = "<p>Hello</p><script>alert(1)</script><img src=\"https://tracker.example/x.png\">";

    private SoapTestServer _server = null!;

    protected static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    protected SoapTestServer Server => _server;

    /// <summary>The web API as Anna, who owns the mailbox.</summary>
    protected RestTestClient Anna { get; private set; } = null!;

    protected SandboxAccount Mailbox { get; private set; } = null!;

    /// <summary>Key of the cached message with attachments.</summary>
    protected int ItemId { get; private set; }

    protected int InboxId { get; private set; }

    /// <summary>Key of the cached message with an appointment.</summary>
    protected int AppointmentId { get; private set; }

    /// <summary>Key of the archived copy of that message.</summary>
    protected int DocumentId { get; private set; }

    /// <summary>Settings of the server.</summary>
    protected virtual Task<string[]> SettingsAsync() => Task.FromResult<string[]>([]);

    [OneTimeSetUp]
    public async Task Start()
    {
        Mailbox = SandboxAccount.WithUsualFolders("anna", "mail-secret-of-anna");
        Mailbox.Inbox.Append(Letter());
        Mailbox.Inbox.Append("From: carl@test.example\r\nTo: anna@test.example\r\nMessage-ID: <plain@test.example>\r\n\r\ntext"u8.ToArray());
        Mailbox.Inbox.Append(
            "From: eve@test.example\r\nMessage-ID: <meeting@test.example>\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:m\r\nDTSTART:20261123T100000Z\r\nRRULE:FREQ=DAILY;COUNT=2\r\nORGANIZER:mailto:anna@test.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"u8.ToArray());
        _server = await SoapTestServer.StartAsync([Mailbox], Deadline, await SettingsAsync());
        var account = await _server.AddAccountAsync(Mailbox, SoapTestServer.Anna, Deadline, sends: true);
        Anna = await _server.RestAsAsync(SoapTestServer.Anna, Deadline);
        await AskAsync("SyncEmailAccount", ("SyncUserAccount", new SyncUserAccount { AccountId = account }));
        ItemId = (await AskAsync<EMailEntity>("GetMailFromMessageId", ("MessageId", "rich@test.example"))).EmailItemId;
        AppointmentId = (await AskAsync<EMailEntity>("GetMailFromMessageId", ("MessageId", "meeting@test.example"))).EmailItemId;
        InboxId = (await AskAsync<EMailFolder[]>("CacheFolderList")).Single(folder => folder.Name == "INBOX").EmailFolderId;
        DocumentId = await _server.Get<DocumentStore>().AddAsync(SoapTestServer.Anna, ContentReader.Whole(Letter()), "Contract", shared: false, Deadline);
    }

    [OneTimeTearDown]
    public async Task Stop() => await _server.DisposeAsync();

    /// <summary>Calls an operation that must succeed with a result as published.</summary>
    protected async Task<RestTestReply> AskAsync(string operation, params (string Name, object? Value)[] parameters)
    {
        var reply = await Anna.CallAsync(operation, Deadline, parameters);
        Assert.That((int)reply.Status, Is.EqualTo(200).Or.EqualTo(204), reply.ToString());
        if (reply.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true)
        {
            Assert.That(SwaggerCheck.Reply(operation, reply.Status.ToString("D"), reply.Json), Is.Empty);
        }

        return reply;
    }

    protected async Task<T> AskAsync<T>(string operation, params (string Name, object? Value)[] parameters) =>
        System.Text.Json.JsonSerializer.Deserialize<T>((await AskAsync(operation, parameters)).Text.Replace("\"Flags\":\"None\"", "\"Flags\":0", StringComparison.Ordinal), RestTestClient.Plain)!;

    protected async Task<SoExceptionInfo> RefusedAsync(int status, string operation, params (string Name, object? Value)[] parameters)
    {
        var reply = await Anna.CallAsync(operation, Deadline, parameters);
        Assert.That((int)reply.Status, Is.EqualTo(status), reply.ToString());
        return reply.Error!;
    }

    protected EMailConnectionInfo Named(string folder) => new()
    {
        ServerName = $"{Server.Mail.Host}:{Server.Mail.TlsPort}", UserName = "anna", Password = "mail-secret-of-anna", UseSSL = true, Folder = folder,
    };

    protected EMailConnectionInfoExtended NamedExtended() => new()
    {
        ServerName = Server.Mail.Host, Port = Server.Mail.TlsPort, Protocol = "IMAP", UserName = "anna", Password = "mail-secret-of-anna", UseSSL = true, Folder = "INBOX",
    };

    /// <summary>HTML with a script, an HTML file, an SVG, and a message within a message.</summary>
    protected static byte[] Letter() => new DemoLetter
    {
        From = new DemoPerson("Carl", "carl@test.example"),
        To = new DemoPerson("Anna", "anna@test.example"),
        Subject = "Rich & full",
        MessageId = "<rich@test.example>",
        Body = DemoMime.Multipart(
            "mixed", "b1",
            Part("text/html; charset=utf-8", Script),
            Part("text/html; name=page.html", Script, "attachment; filename=page.html"),
            Part("image/svg+xml; name=a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", "attachment; filename=a.svg"),
            Part("message/rfc822", Message("outer", Part("message/rfc822", Message("inner", Part("text/html", Script))))),
            DemoMime.Attachment("setup.exe", "application/octet-stream", [1, 2, 3])),
    }.ToBytes();

    private static byte[] Message(string subject, DemoPart part) => DemoMime.Join([DemoMime.Ascii(
        $"From: Dan <dan@test.example>\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary={subject}\r\n\r\n--{subject}\r\n"), part.ToBytes(), DemoMime.Ascii($"\r\n--{subject}--\r\n")]);

    private static DemoPart Part(string type, string content, string? disposition = null) => Part(type, DemoMime.Ascii(content), disposition);

    private static DemoPart Part(string type, byte[] content, string? disposition = null) =>
        new([$"Content-Type: {type}", .. disposition is null ? (string[])[] : [$"Content-Disposition: {disposition}"]], content);
}
