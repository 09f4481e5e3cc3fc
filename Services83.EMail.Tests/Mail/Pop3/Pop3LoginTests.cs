using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Tests.Mail.Pop3;

/// <summary>How a session begins: STLS and the login, with servers old and new, busy or hostile.</summary>
[CancelAfter(60_000)]
public sealed class Pop3LoginTests
{
    private static readonly MailCredentials Anna = MailCredentials.Password("anna", "s3cret!");

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task A_server_that_knows_neither_capabilities_nor_sasl_gets_user_and_pass()
    {
        var sent = new List<string>();
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.SendAsync("+OK\r\n");
            await session.ReplyAsync("CAPA", "-ERR what");
            sent.Add(await session.ReadLineAsync());
            await session.SendAsync("+OK\r\n");
            sent.Add(await session.ReadLineAsync());
            await session.SendAsync("+OK\r\n");
            await session.ReplyAsync("CAPA", "-ERR what");
        });

        await using var client = await Pop3Client.ConnectAsync(server.Options, Deadline);
        await client.AuthenticateAsync(Anna, Deadline);

        Assert.That(sent, Is.EqualTo(new[] { "USER anna", "PASS s3cret!" }));
    }

    [TestCase("-ERR [AUTH] no", "no")]
    [TestCase("-ERR Wrong s3cret! given", "Wrong *** given")]
    public async Task A_refused_login_is_told_in_the_servers_words_without_the_password(string reply, string words)
    {
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.HelloAsync("SASL PLAIN");
            await session.ReplyAsync("AUTH PLAIN", reply);
        });
        await using var client = await Pop3Client.ConnectAsync(server.Options, Deadline);

        var error = await Assert.ThrowsAsync<Pop3AuthenticationException>(() => client.AuthenticateAsync(Anna, Deadline));

        Assert.That(error!.Message, Is.EqualTo($"The server refused the credentials: {words}"));
        Assert.That(error.IsTransient, Is.False);
    }

    [TestCase("IN-USE")]
    [TestCase("SYS/TEMP")]
    [TestCase("LOGIN-DELAY")]
    public async Task A_mailbox_that_is_busy_is_no_wrong_password(string code)
    {
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.HelloAsync("SASL PLAIN");
            await session.ReplyAsync("AUTH PLAIN", $"-ERR [{code}] later");
        });
        await using var client = await Pop3Client.ConnectAsync(server.Options, Deadline);

        var error = await Assert.ThrowsAsync<Pop3CommandException>(() => client.AuthenticateAsync(Anna, Deadline));

        Assert.That((error!.ResponseCode, error.IsTransient), Is.EqualTo((code, true)));
    }

    [TestCase("XOAUTH2", "XOAUTH2", "")]
    [TestCase("XOAUTH2 OAUTHBEARER", "OAUTHBEARER", "AQ==")]
    public async Task A_token_is_sent_and_what_is_wrong_with_it_is_told(string offered, string mechanism, string dismissal)
    {
        var answer = "";
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.HelloAsync($"SASL PLAIN {offered}");
            await session.ReplyAsync($"AUTH {mechanism}", "+ " + Convert.ToBase64String("{\"status\":\"401\"}"u8));
            answer = await session.ReadLineAsync();
            await session.SendAsync("-ERR [AUTH] refused\r\n");
        });
        await using var client = await Pop3Client.ConnectAsync(server.Options, Deadline);

        var error = await Assert.ThrowsAsync<Pop3AuthenticationException>(
            () => client.AuthenticateAsync(MailCredentials.OAuth("anna", "tok"), Deadline));

        Assert.That(error!.Message, Is.EqualTo("The server refused the credentials: refused ({\"status\":\"401\"})"));
        Assert.That(answer, Is.EqualTo(dismissal));
    }

    [Test]
    public async Task A_long_token_waits_until_the_server_asks_for_it()
    {
        var received = "";
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.HelloAsync("SASL XOAUTH2");
            await session.ReplyAsync("AUTH XOAUTH2", "+ ");
            received = await session.ReadLineAsync();
            await session.SendAsync("+OK\r\n");
            await session.ReplyAsync("CAPA", "+OK", ".");
        });
        await using var client = await Pop3Client.ConnectAsync(server.Options, Deadline);

        await client.AuthenticateAsync(MailCredentials.OAuth("anna", new string('t', 2000)), Deadline);

        Assert.That(Encoding.ASCII.GetString(Convert.FromBase64String(received)), Does.StartWith("user=anna\u0001auth=Bearer ttt"));
    }

    [Test]
    public async Task Without_encryption_no_password_leaves()
    {
        await using var server = ScriptedPop3Server.Start(session => session.HelloAsync("SASL PLAIN", "USER"));
        await using var client = await Pop3Client.ConnectAsync(server.Options with { AllowCleartextLogin = false }, Deadline);

        await Assert.ThrowsAsync<Pop3AuthenticationException>(() => client.AuthenticateAsync(Anna, Deadline));
    }

    [TestCase("+OK", "does not offer STLS")]
    [TestCase("+OK\r\nSTLS", "begin TLS now\r\n+OK injected", "could have injected")]
    public async Task Tls_is_begun_or_the_session_ends(string capabilities, params string[] rest)
    {
        await using var server = ScriptedPop3Server.Start(async session =>
        {
            await session.SendAsync("+OK\r\n");
            await session.ReplyAsync("CAPA", capabilities, ".");
            if (rest.Length > 1)
            {
                await session.ReplyAsync("STLS", "+OK " + rest[0]);
            }
        });

        await Assert.ThatAsync(
            () => Pop3Client.ConnectAsync(server.Options with { Security = LineSecurity.StartTls }, Deadline),
            Throws.InstanceOf<Pop3Exception>().With.Message.Contains(rest[^1]));
    }
}
