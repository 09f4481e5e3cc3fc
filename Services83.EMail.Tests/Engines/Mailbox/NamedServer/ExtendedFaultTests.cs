using System.Globalization;
using NUnit.Framework;
using Services83.EMail.Connections;
using Services83.EMail.Tests.Mail;
using Services83.EMail.Tests.Mail.Pop3;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.NamedServer;

/// <summary>POP3 servers that refuse or disconnect in the middle.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class ExtendedFaultTests : SoapFixture
{
    [Test]
    public async Task A_line_that_breaks_between_deletions_is_an_error()
    {
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.LetInAsync();
            await session.ReplyAsync("UIDL", "+OK", "1 a", "2 b", ".");
            await session.ReplyAsync("DELE 1", "+OK");
        });

        var error = Refused(await CallAsync(server, "DeleteExtended", "a", "b"), "MailServer");

        Assert.That(error.Message, Is.EqualTo("Mail server 127.0.0.1: The server closed the connection."));
    }

    [Test]
    public async Task An_end_that_the_server_refuses_is_told_in_its_words()
    {
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.LetInAsync();
            await session.ReplyAsync("UIDL", "+OK", "1 a", ".");
            await session.ReplyAsync("DELE 1", "+OK");
            await session.ReplyAsync("QUIT", "-ERR some deleted messages not removed");
        });

        var error = Refused(await CallAsync(server, "DeleteExtended", "a"), "MailServer");

        Assert.That(error.Message, Is.EqualTo("Mail server 127.0.0.1: The server refused QUIT: some deleted messages not removed"));
    }

    [Test]
    public async Task A_message_that_breaks_off_is_no_message()
    {
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.LetInAsync();
            await session.ReplyAsync("UIDL", "+OK", "1 a", ".");
            await session.ReplyAsync("LIST", "+OK", "1 100", ".");
            await session.ReplyAsync("RETR 1", "+OK", "Subject: half");
        });

        Assert.That(Refused(await CallAsync(server, "GetEmailsAsString", "a"), "MailServer").Message, Does.Contain("closed the connection"));
    }

    [Test]
    public async Task A_mailbox_that_somebody_else_has_open_is_no_wrong_password()
    {
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.HelloAsync("SASL PLAIN");
            await session.ReplyAsync("AUTH PLAIN", "-ERR [IN-USE] Do you have another POP session running?");
        });

        var error = Refused(await CallAsync(server, "Authenticate"), "MailServer");

        Assert.That(error.Message, Does.EndWith("The server refused the login: Do you have another POP session running?"));
    }

    [Test]
    public async Task Nothing_is_said_to_a_server_without_encryption_that_is_not_allowed_it()
    {
        ScriptedSession? seen = null;
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            seen = session;
            await session.HelloAsync("SASL PLAIN");
        });

        var error = Refused(await CallAsync(server, "Authenticate", allowCleartext: false), "MailServer");

        Assert.That(error.Message, Does.EndWith("The server does not offer STLS."));
        Assert.That(seen!.Received, Is.EqualTo(new[] { "CAPA" }));
    }

    private Task<SoapReply> CallAsync(ScriptedPop3Server server, string operation, params string[] ids) =>
        CallAsync(server, operation, allowCleartext: true, ids);

    private async Task<SoapReply> CallAsync(ScriptedPop3Server server, string operation, bool allowCleartext, params string[] ids)
    {
        await StartAsync(
            string.Create(CultureInfo.InvariantCulture, $"--Mail:Egress:AllowedPorts:1={server.Options.Port}"),
            $"--{ConnectionOptions.Section}:CleartextHosts:0={(allowCleartext ? server.Options.Host : "elsewhere.example")}");
        var info = new EMailConnectionInfoExtended
        {
            ServerName = server.Options.Host,
            Port = server.Options.Port,
            Protocol = "POP3",
            UserName = "anna",
            Password = "secret",
        };
        return await CallAsync(SoapTestServer.Anna, operation, ("ConnectionInfoExtended", info), ("MessageIds", ids));
    }
}
