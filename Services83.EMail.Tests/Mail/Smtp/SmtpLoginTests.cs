using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Smtp;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Mail.Imap;

namespace Services83.EMail.Tests.Mail.Smtp;

/// <summary>How a session begins: the greeting, STARTTLS and the login, with servers that refuse, are silent or attack.</summary>
[CancelAfter(60_000)]
public sealed class SmtpLoginTests
{
    [Test]
    public async Task What_was_sent_in_clear_after_STARTTLS_is_refused(CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await session.HelloAsync("STARTTLS");
            await session.ReadLineAsync();
            await session.SendAsync("220 go\r\n250-evil\r\n250 AUTH PLAIN\r\n");
            await session.HangAsync();
        });

        await Assert.ThrowsAsync<SmtpProtocolException>(() =>
            SmtpClient.ConnectAsync(server.Options with { Security = LineSecurity.StartTls }, cancellationToken));
    }

    [Test]
    public async Task A_server_without_STARTTLS_gets_nothing_in_clear(CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(session => session.HelloAsync("AUTH PLAIN"));

        var error = (await Assert.ThrowsAsync<SmtpConnectionException>(() =>
            SmtpClient.ConnectAsync(server.Options with { Security = LineSecurity.StartTls }, cancellationToken)))!;

        Assert.That(error.IsTransient, Is.False);
    }

    [TestCase("AUTH PLAIN LOGIN", "AUTH PLAIN AHVzZXIAc2VjcmV0", new string[0])]
    [TestCase("AUTH=LOGIN", "AUTH LOGIN", new[] { "dXNlcg==", "c2VjcmV0" })]
    public async Task The_login_takes_what_is_offered(string offer, string command, string[] answers, CancellationToken cancellationToken)
    {
        var log = new ListLogger();
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await session.HelloAsync(offer);
            if (answers.Length == 0)
            {
                await session.ReplyAsync(command, 235, "2.7.0 welcome secret");
            }
            else
            {
                await session.ReplyAsync(command, 334, "VXNlcm5hbWU6");
            }

            for (var i = 0; i < answers.Length; i++)
            {
                await session.ReplyAsync(answers[i], i < answers.Length - 1 ? 334 : 235, "UGFzc3dvcmQ6");
            }

            await session.HangAsync();
        });
        await using var client = await SmtpClient.ConnectAsync(server.Options with { Logger = log }, cancellationToken);

        await client.AuthenticateAsync(MailCredentials.Password("user", "secret"), cancellationToken);

        Assert.That(log.Text, Does.Contain("AUTH").And.Not.Contain("secret").And.Not.Contain("c2VjcmV0").And.Not.Contain("AHVzZXIAc2VjcmV0"));
    }

    [Test]
    public async Task A_server_that_never_stops_asking_is_left(CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await session.HelloAsync("AUTH PLAIN");
            while (true)
            {
                await session.ReplyAsync("", 334, "");
            }
        });
        await using var client = await SmtpClient.ConnectAsync(server.Options, cancellationToken);

        await Assert.ThrowsAsync<SmtpProtocolException>(() => client.AuthenticateAsync(MailCredentials.Password("user", "secret"), cancellationToken));

        Assert.That(client.IsConnected, Is.False);
    }

    [TestCase("XOAUTH2", "XOAUTH2", "")]
    [TestCase("XOAUTH2 OAUTHBEARER", "OAUTHBEARER", "AQ==")]
    public async Task A_token_that_is_refused_is_explained_and_a_long_one_waits_to_be_asked_for(
        string offered, string mechanism, string dismissal, CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await session.HelloAsync($"AUTH {offered}");
            await session.ReplyAsync($"AUTH {mechanism}", 334, "");
            await session.ReadLineAsync();
            await session.SendAsync("334 " + Convert.ToBase64String(Encoding.ASCII.GetBytes("""{"status":"401"}""")) + "\r\n");
            await session.ReplyAsync(dismissal, 535, "5.7.8 no");
            await session.HangAsync();
        });
        await using var client = await SmtpClient.ConnectAsync(server.Options, cancellationToken);

        var error = (await Assert.ThrowsAsync<SmtpAuthenticationException>(() =>
            client.AuthenticateAsync(MailCredentials.OAuth("user", new string('t', 1000)), cancellationToken)))!;

        Assert.That(error.Message, Is.EqualTo("""The server refused the credentials: 535 5.7.8 no ({"status":"401"})"""));
    }

    [Test]
    public async Task A_server_that_cannot_check_now_does_not_make_the_password_wrong(CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await session.HelloAsync("AUTH PLAIN");
            await session.ReplyAsync("AUTH", 454, "4.7.0 later");
        });
        await using var client = await SmtpClient.ConnectAsync(server.Options, cancellationToken);

        Assert.That(
            (await Assert.ThrowsAsync<SmtpCommandException>(() => client.AuthenticateAsync(MailCredentials.Password("u", "p"), cancellationToken)))!.IsTransient, Is.True);
    }

    [Test]
    public async Task A_password_never_goes_over_a_clear_line(CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(session => session.HelloAsync("AUTH PLAIN"));
        await using var client = await SmtpClient.ConnectAsync(server.Options with { AllowCleartextLogin = false }, cancellationToken);

        await Assert.ThrowsAsync<SmtpAuthenticationException>(() => client.AuthenticateAsync(MailCredentials.Password("u", "p"), cancellationToken));
    }

    [Test]
    public async Task A_server_older_than_extensions_is_spoken_to(CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(async session =>
        {
            await session.SendAsync("220 old\r\n");
            await session.ReplyAsync("EHLO", 502, "what?");
            await session.AcceptAsync("HELO", "hello");
        });

        await using var client = await SmtpClient.ConnectAsync(server.Options, cancellationToken);

        Assert.That(client.Capabilities.Pipelining, Is.False);
    }

    [TestCase("554 5.7.1 go away\r\n", typeof(SmtpCommandException))]
    [TestCase("* OK IMAP4rev1\r\n", typeof(SmtpProtocolException))]
    [TestCase("220-one\r\n250 two\r\n", typeof(SmtpProtocolException))]
    [TestCase("", typeof(SmtpConnectionException))]
    public async Task A_greeting_that_is_none_is_told(string greeting, Type expected, CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(session => session.SendAsync(greeting));

        Assert.That(() => SmtpClient.ConnectAsync(server.Options, cancellationToken), Throws.TypeOf(expected));
    }

    [Test]
    public async Task A_silent_server_is_given_up(CancellationToken cancellationToken)
    {
        await using var server = ScriptedSmtpServer.Start(session => session.HangAsync());

        var error = (await Assert.ThrowsAsync<SmtpConnectionException>(() =>
            SmtpClient.ConnectAsync(server.Options with { ConnectTimeout = TimeSpan.FromMilliseconds(200) }, cancellationToken)))!;

        Assert.That(error.Message, Does.Contain("ConnectTimeout"));
    }
}
