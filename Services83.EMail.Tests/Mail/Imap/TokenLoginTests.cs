using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Tests.Mail.Imap;

/// <summary>Logins by an access token that the server refuses.</summary>
[CancelAfter(60_000)]
public sealed class TokenLoginTests
{
    [Test]
    public async Task Xoauth2_ends_the_failed_exchange_with_an_empty_line(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync("AUTH=XOAUTH2");
            var tag = await session.ExpectAsync("AUTHENTICATE XOAUTH2");
            await session.SendAsync("+ \r\n");
            Assert.That(Encoding.ASCII.GetString(Convert.FromBase64String(await session.ReadLineAsync())), Is.EqualTo("user=me\u0001auth=Bearer token\u0001\u0001"));
            await session.SendAsync("+ eyJzdGF0dXMiOiI0MDEifQ==\r\n");
            Assert.That(await session.ReadLineAsync(), Is.EqualTo(""));
            await session.SendAsync($"{tag} NO expired\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        await Assert.CatchAsync<ImapAuthenticationException>(() => client.AuthenticateAsync(MailCredentials.OAuth("me", "token"), cancellationToken));
    }

    [Test]
    public async Task Oauthbearer_names_the_server_and_ends_the_failed_exchange_with_its_own_octet(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync("AUTH=OAUTHBEARER AUTH=XOAUTH2");
            var tag = await session.ExpectAsync("AUTHENTICATE OAUTHBEARER");
            await session.SendAsync("+ \r\n");
            Assert.That(Encoding.ASCII.GetString(Convert.FromBase64String(await session.ReadLineAsync())), Does.Match(
                "^n,a=me=2C=3D@a.example,\u0001host=127.0.0.1\u0001port=[0-9]+\u0001auth=Bearer secret\u0001\u0001$"));
            await session.SendAsync("+ eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=\r\n");
            Assert.That(await session.ReadLineAsync(), Is.EqualTo("AQ=="));
            await session.SendAsync($"{tag} NO expired\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        var error = await Assert.CatchAsync<ImapAuthenticationException>(
            () => client.AuthenticateAsync(MailCredentials.OAuth("me,=@a.example", "secret"), cancellationToken));

        Assert.That(error!.Message, Does.Contain("{\"status\":\"invalid_token\"}"));
    }

    [Test]
    public async Task A_token_is_sent_with_the_command_where_the_server_takes_it_so(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync("AUTH=XOAUTH2 SASL-IR");
            var tag = await session.ExpectAsync($"AUTHENTICATE XOAUTH2 {Convert.ToBase64String("user=me\u0001auth=Bearer token\u0001\u0001"u8)}");
            await session.SendAsync("+ eyJzdGF0dXMiOiI0MDEifQ==\r\n");
            Assert.That(await session.ReadLineAsync(), Is.EqualTo(""));
            await session.SendAsync($"{tag} NO [AUTHENTICATIONFAILED] expired\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        var error = await Assert.CatchAsync<ImapAuthenticationException>(() => client.AuthenticateAsync(MailCredentials.OAuth("me", "token"), cancellationToken));

        Assert.That(error!.Message, Does.Contain("{\"status\":\"401\"}"));
    }

    [Test]
    public async Task A_server_that_asks_again_after_the_end_of_the_exchange_is_left(CancellationToken cancellationToken)
    {
        await using var server = ScriptedImapServer.Start(async session =>
        {
            await session.GreetAsync("AUTH=XOAUTH2 SASL-IR");
            await session.ExpectAsync("AUTHENTICATE XOAUTH2");
            await session.SendAsync("+ e30=\r\n");
            Assert.That(await session.ReadLineAsync(), Is.EqualTo(""));
            await session.SendAsync("+ e30=\r\n");
        });
        await using var client = await ImapClient.ConnectAsync(server.Options, cancellationToken);

        var error = await Assert.CatchAsync<ImapProtocolException>(() => client.AuthenticateAsync(MailCredentials.OAuth("me", "token"), cancellationToken));

        Assert.That(error!.Message, Does.Contain("more data than the login mechanism has"));
        Assert.That(client.IsConnected, Is.False);
    }
}
