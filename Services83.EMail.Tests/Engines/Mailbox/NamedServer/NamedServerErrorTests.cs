using NUnit.Framework;
using Services83.EMail.Connections;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.NamedServer;

/// <summary>Invalid data of callers, and servers with wrong behaviour.</summary>
[Category(Tier.Engines)]
[CancelAfter(120_000)]
public sealed class NamedServerErrorTests : SoapFixture
{
    private static readonly string[] OnNamedServers =
    [
        "AuthenticateIncoming", "GetFolderList", "GetFolderInfo", "GetFolderEMailCount", "GetFolderHasNewEMail", "RefreshFolder",
        "CreateFolder", "DeleteFolder", "EmptyFolder", "SetSubscription", "GetEMailAsStream", "GetEMailEnvelopes",
        "GetAttachment", "GetEMailFromId", "MarkAsRead", "Delete", "MoveToFolder",
    ];

    [Test]
    public async Task Without_a_server_there_is_nothing_to_do()
    {
        await StartAsync();
        foreach (var operation in OnNamedServers)
        {
            var error = Refused(await CallAsync(SoapTestServer.Anna, operation, ("ConnectionInfo", null)), "InvalidArgument");
            Assert.That(error.Parameters!["argument"], Is.EqualTo("ConnectionInfo"), operation);
        }
    }

    [TestCase("", "anna", "ServerName")]
    [TestCase("two words", "anna", "ServerName")]
    [TestCase("smtp://127.0.0.1", "anna", "ServerName")]
    [TestCase("pop3://127.0.0.1", "anna", "ServerName")]
    [TestCase("127.0.0.1", "", "UserName")]
    [TestCase("127.0.0.1", "an\r\nna", "UserName")]
    public async Task A_server_or_a_login_that_cannot_be_is_refused(string server, string user, string argument)
    {
        await StartAsync();
        var info = new EMailConnectionInfo { ServerName = server, UserName = user, Password = "secret", UseSSL = true };

        var error = Refused(await CallAsync(SoapTestServer.Anna, "GetFolderList", ("ConnectionInfo", info)), "InvalidArgument");

        Assert.That(error.Parameters!["argument"], Is.EqualTo(argument));
    }

    [TestCase("10.1.2.3:993", "its address is not public")]
    [TestCase("127.0.0.1:22", "port 22")]
    [TestCase("[::1]:993", "port 993")]
    public async Task Where_the_policy_forbids_it_no_connection_is_made(string server, string reason)
    {
        await StartAsync(server.StartsWith("10.", StringComparison.Ordinal) ? ["--Mail:Egress:AllowedPorts:1=993"] : []);
        var info = new EMailConnectionInfo { ServerName = server, UserName = "anna", Password = "secret", UseSSL = true };

        var error = Refused(await CallAsync(SoapTestServer.Anna, "GetFolderList", ("ConnectionInfo", info)), "MailServer");

        Assert.That(error.Message, Does.StartWith("This installation does not connect to ").And.Contain(reason));
    }

    [Test]
    public async Task Guesses_are_stopped_before_they_reach_the_server()
    {
        await StartAsync();
        for (var i = 0; i < ServerLoginThrottle.MaxPerUser; i++)
        {
            Assert.That(Succeeded(await AskAsync("AuthenticateIncoming", Named("guess"))).Read<bool>(), Is.False);
        }

        var before = Server.Mail.Log.ConnectionsOpened;
        var error = Refused(await AskAsync("AuthenticateIncoming", Named()), "Throttled");

        Assert.That(error.Message, Does.StartWith("Mail server 127.0.0.1 refused the login too often."));
        Assert.That(Server.Mail.Log.ConnectionsOpened, Is.EqualTo(before));
        var other = await CallAsync(SoapTestServer.Bob, "AuthenticateIncoming", ("ConnectionInfo", Named()));
        Assert.That(Succeeded(other).Read<bool>(), Is.True, "another associate is not held back");
    }

    [Test]
    public async Task Neither_the_log_nor_a_reply_holds_a_password()
    {
        await StartAsync();

        await AskAsync("AuthenticateIncoming", Named());
        await AskAsync("AuthenticateIncoming", Named("a-wrong-secret"));
        await AskAsync("GetFolderList", Named("a-wrong-secret"));

        Assert.That(Server.Replies, Has.None.Contains(AnnasMail.Password).And.None.Contains("a-wrong-secret"));
        Assert.That(Server.Log.Lines, Has.None.Contains(AnnasMail.Password).And.None.Contains("a-wrong-secret"));
    }

    [TestCase("[UNAVAILABLE] Try later")]
    [TestCase("[NOPERM] Not for you")]
    public async Task A_server_that_refuses_is_quoted(string words)
    {
        await StartAsync();
        Server.Mail.Faults.OnEvery("SELECT").ReplyNo(words);

        var error = Refused(await AskAsync("MarkAsRead", Named(), ("MessageServerIds", new[] { 1 }), ("Read", true)), "MailServer");

        Assert.That(error.Message, Is.EqualTo($"Mail server 127.0.0.1, folder 'INBOX': The server refused SELECT: NO {words[(words.IndexOf(']', StringComparison.Ordinal) + 2)..]}"));
        Assert.That(error.Parameters!["server"], Is.EqualTo("127.0.0.1"));
    }

    [Test]
    public async Task A_refusal_in_the_middle_of_a_move_tells_how_far_it_got()
    {
        await StartAsync();
        AnnasMail.Inbox.Append(Letter("one"));
        Server.Mail.Faults.On("UID MOVE").ReplyNo("[OVERQUOTA] No room left");

        var error = Refused(
            await AskAsync("MoveToFolder", Named(), ("MessageServerIds", new[] { 1 }), ("TargetFolder", "Archive")), "MailServer");

        Assert.That(error.Message, Does.Contain("folder 'Archive': The server refused UID MOVE: NO No room left"));
        Assert.That(AnnasMail.Inbox.Messages, Has.Count.EqualTo(1));
    }

    [TestCase("EXAMINE")]
    [TestCase("UID FETCH")]
    public async Task A_line_that_breaks_is_an_error_and_the_next_call_works(string command)
    {
        await StartAsync();
        AnnasMail.Inbox.Append(Letter("one"));
        Server.Mail.Faults.On(command).DropLine();

        var error = Refused(await AskAsync("GetEMailEnvelopes", Named(), ("MessageServerIds", new[] { 1 })), "MailServer");
        var next = Succeeded(await AskAsync("GetEMailEnvelopes", Named(), ("MessageServerIds", new[] { 1 }))).Read<EMailEnvelope[]>();

        Assert.That(error.Message, Does.StartWith("Mail server 127.0.0.1: "));
        Assert.That(next!.Single().Subject, Is.EqualTo("one"));
    }

    [Test]
    public async Task Half_a_message_is_none()
    {
        await StartAsync();
        AnnasMail.Inbox.Append(Letter("one"));
        // The first answer contains only the size.
        Server.Mail.Faults.On("UID FETCH", nth: 2).CloseInsideLiteral(10);

        Refused(await AskAsync("GetEMailAsStream", Named(), ("MessageServerId", 1)), "MailServer");
        Assert.That(Succeeded(await AskAsync("GetEMailAsStream", Named(), ("MessageServerId", 1))).Read<byte[]>(), Is.EqualTo(Letter("one")));
    }

    [Test]
    public async Task A_message_that_is_too_large_is_refused_with_its_size()
    {
        await StartAsync("--Mail:MaxMessageBytes=1024");
        AnnasMail.Inbox.Append((byte[])[.. Letter("big"), .. Enumerable.Repeat((byte)'x', 5000)]);

        var error = Refused(await AskAsync("GetEMailAsStream", Named(), ("MessageServerId", 1)), "InvalidArgument");

        Assert.That(error.Message, Does.Match(@"^Message 1 has 5\d+ bytes; this server reads at most 1024 \(Mail:MaxMessageBytes\)\.$"));
    }

    [Test]
    public async Task A_refresh_syncs_the_callers_account_of_that_login()
    {
        await StartAsync();
        var account = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        AnnasMail.Inbox.Append(Letter("fresh"));

        var result = await GetAsync<int>(SoapTestServer.Anna, "RefreshFolder", ("ConnectionInfo", Named()), ("Folders", new[] { "INBOX" }));

        Assert.That(result, Is.Zero);
        Assert.That((await FindAsync(SoapTestServer.Anna, "fresh@test.example"))!.AccountId, Is.EqualTo(account));
    }

    [Test]
    public async Task A_refresh_of_somebody_elses_account_finds_none_but_for_the_privileged()
    {
        await StartAsync();
        await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);

        var error = Refused(await CallAsync(SoapTestServer.Bob, "RefreshFolder", ("ConnectionInfo", Named())), "NotFound");

        Assert.That(error.Parameters!["UserName"], Is.EqualTo("anna"));
        Succeeded(await CallAsync(SoapTestServer.Sally, "RefreshFolder", ("ConnectionInfo", Named())));
    }

    [TestCase("a-wrong-secret")]
    [TestCase("")]
    public async Task A_refresh_with_a_password_that_the_server_refuses_syncs_nothing(string password)
    {
        await StartAsync();
        await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        Succeeded(await AskAsync("RefreshFolder", Named()));
        AnnasMail.Inbox.Append(Letter("fresh"));

        var error = Refused(await AskAsync("RefreshFolder", Named(password)), "MailServer");

        Assert.That(error.Parameters!["server"], Is.EqualTo("127.0.0.1"));
        Assert.That(await FindAsync(SoapTestServer.Anna, "fresh@test.example"), Is.Null);
    }

    [Test]
    public async Task Guesses_by_refreshing_are_stopped_like_others()
    {
        await StartAsync();
        await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        for (var i = 0; i < ServerLoginThrottle.MaxPerUser; i++)
        {
            Refused(await AskAsync("RefreshFolder", Named("guess")), "MailServer");
        }

        Refused(await AskAsync("RefreshFolder", Named()), "Throttled");
    }

    [Test]
    public async Task A_refresh_of_a_folder_that_is_not_there_names_it()
    {
        await StartAsync();
        await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);

        var error = Refused(
            await CallAsync(SoapTestServer.Anna, "RefreshFolder", ("ConnectionInfo", Named()), ("Folders", new[] { "inbox", "Nowhere" })), "NotFound");

        Assert.That(error.Parameters!["Folders"], Is.EqualTo("Nowhere"));
    }

    private EMailConnectionInfo Named(string? password = null) => new()
    {
        ServerName = $"{Server.Mail.Host}:{Server.Mail.TlsPort}",
        UserName = AnnasMail.User,
        Password = password ?? AnnasMail.Password,
        UseSSL = true,
    };

    private Task<SoapReply> AskAsync(string operation, EMailConnectionInfo? server, params (string Name, object? Value)[] parameters) =>
        CallAsync(SoapTestServer.Anna, operation, [("ConnectionInfo", server), .. parameters]);
}
